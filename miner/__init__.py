"""The miner: serves a task's answers to validators, knowing no concrete task."""
