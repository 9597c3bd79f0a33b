"""A small byte-level transformer that learns usable statistics within seconds on one CPU core.

Beside the byte itself, each position sees the two, three and four last bytes through hashed embedding tables. The
tables learn what an n-gram model counts, the attention layers what such a model cannot: which names and brackets
are open further back. Without the tables the first minute of training would go into learning bigrams.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

_BYTES = 256
_HASH_FACTOR = 1_000_003
_HASH_MODULUS = (1 << 31) - 1


@dataclass(frozen=True)
class ModelShape:
    """Sizes of the model. The defaults make 2.6 million parameters, nearly all of them in the hashed tables."""

    width: int = 96
    layers: int = 2
    heads: int = 4
    context: int = 64
    tables: int = 3
    buckets: int = 8192


class ByteTransformer(nn.Module):
    """Scores the byte after each position of a batch of byte sequences."""

    def __init__(self, shape: ModelShape) -> None:
        super().__init__()
        self.shape = shape
        self.byte = nn.Embedding(_BYTES, shape.width)
        self.position = nn.Embedding(shape.context, shape.width)
        self.tables = nn.ModuleList(nn.Embedding(shape.buckets, shape.width) for _ in range(shape.tables))
        self.blocks = nn.ModuleList(_Block(shape.width, shape.heads) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.width)
        self.head = nn.Linear(shape.width, _BYTES)
        for embedding in (self.byte, self.position, *self.tables):
            nn.init.normal_(embedding.weight, std=0.02)

    def start_from(self, frequencies: Tensor) -> None:
        """Believe in these byte frequencies until training says better."""
        with torch.no_grad():
            self.head.weight.zero_()
            self.head.bias.copy_(frequencies.log())

    def forward(self, text: Tensor) -> Tensor:
        """Logits of shape (batch, length, 256) for text of shape (batch, length) with byte values."""
        x = self.byte(text) + self.position(torch.arange(text.shape[1]))
        hashed = text
        for table in self.tables:
            before = functional.pad(hashed[:, :-1], (1, 0))
            hashed = (before * _HASH_FACTOR + text + 1) % _HASH_MODULUS
            x = x + table(hashed % self.shape.buckets)
        for block in self.blocks:
            x = block(x)
        logits: Tensor = self.head(self.norm(x))
        return logits


class _Block(nn.Module):
    """Causal self-attention and a squared-ReLU layer, each added to its input; both start as the identity."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width, bias=False)
        self.attention_out = nn.Linear(width, width, bias=False)
        self.hidden_norm = nn.LayerNorm(width)
        self.hidden = nn.Linear(width, 4 * width, bias=False)
        self.hidden_out = nn.Linear(4 * width, width, bias=False)
        for layer in (self.query_key_value, self.hidden):
            nn.init.normal_(layer.weight, std=0.5 / math.sqrt(width))
        nn.init.zeros_(self.attention_out.weight)
        nn.init.zeros_(self.hidden_out.weight)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape
        split = self.query_key_value(self.attention_norm(x)).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.attention_out(mixed.transpose(1, 2).reshape(batch, length, width))
        x = x + self.hidden_out(functional.relu(self.hidden(self.hidden_norm(x))).square())
        return x
