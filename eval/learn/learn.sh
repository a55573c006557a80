#!/usr/bin/env bash
# Learns ar/net.npz: pieces of words from unlabelled reports, then all decisions from labelled ones. Two hours on two cores.
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
$python -m learn.masked "$work/pieces.npy" "$work/layers.pt" "$corpus/conflict.jsonl.gz" "$corpus/other.jsonl.gz" labels/own.jsonl --without "$gold/gold.jsonl"
$python -m learn.fit prepare "$work/reports.pkl" "$gold" --corpus "$corpus/conflict.jsonl.gz" --corpus "$corpus/other.jsonl.gz" \
  --labels labels/reports.jsonl --labels labels/own.jsonl --mentions labels/gold-mentions.jsonl
go() { $python -m learn.fit train "$work/reports.pkl" "$@"; }
go "$work/first.npz" --pretrained "$work/layers.pt" --epochs 9
go "$work/all.npz" --start "$work/first.npz" --epochs 4 --rate 1e-3
go "$work/closer.npz" --start "$work/all.npz" --epochs 4 --rate 7e-4 --times 5
go "$work/closest.npz" --start "$work/closer.npz" --epochs 4 --rate 7e-4 --times 10
$python -m learn.fit mix "$work/reports.pkl" ../src/tawatur/reference/ar/net.npz "$work/all.npz" "$work/closest.npz" \
  --share 0.8 --check ../tests/extract/net-check.json
