"""The validator: asks, scores and weighs a subnet's miners, knowing no concrete task."""
