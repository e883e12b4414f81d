"""`aligner models`: the embedding models there are, and training one."""

from __future__ import annotations

import click

from aligner.cli.models_cache import model_cache
from aligner.cli.models_catalogue import export_bundled, list_models, model_info
from aligner.cli.models_train import train_model


@click.group()
def models() -> None:
    """Embedding models: which there are, what they are made of, and training your own."""


for _command in (list_models, model_info, train_model, export_bundled, model_cache):
    models.add_command(_command)
