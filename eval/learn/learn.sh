#!/usr/bin/env bash
# Learns ar/net.npz: pieces of words from unlabelled reports, then all decisions from labelled ones. Half an hour on two cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
gold=$(realpath "../$1") work=${TAWATUR_LEARN:-../build/learn}
corpus="$gold/../corpus"
mkdir -p "$work"
test -x "$work/venv/bin/python" || python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet -r ../requirements.lock -r learn/requirements.txt
"$work/venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation -e ..
python="$work/venv/bin/python"
$python -m learn.pretrain "$work/pieces.npy" "$corpus/conflict.jsonl.gz" "$corpus/other.jsonl.gz" labels/own.jsonl --without "$gold/gold.jsonl"
$python -m learn.fit prepare "$work/reports.pkl" "$gold" --corpus "$corpus/conflict.jsonl.gz" --corpus "$corpus/other.jsonl.gz" \
  --labels labels/reports.jsonl --labels labels/own.jsonl --mentions labels/gold-mentions.jsonl
$python -m learn.fit train "$work/reports.pkl" ../src/tawatur/reference/ar/net.npz --pretrained "$work/pieces.npy" --epochs 12 \
  --check ../tests/extract/net-check.json
