"""`aligner models`: the embedding models there are, and training one."""

from __future__ import annotations

import click

from aligner.cli.models_train import train_model


@click.group()
def models() -> None:
    """Embedding models: train one on parallel text of your own."""


models.add_command(train_model)
