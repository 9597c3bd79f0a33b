"""Predict the next byte of program text never seen before."""

from subnets.subnet import Subnet

SUBNET = Subnet(
    name="text_prediction",
    task="subnets.text_prediction.task:TextPrediction",
    miners={
        "ngram": "subnets.text_prediction.miners.ngram:NgramMiner",
        "transformer": "subnets.text_prediction.miners.transformer:TransformerMiner",
        "random": "subnets.text_prediction.miners.random:RandomMiner",
    },
)
