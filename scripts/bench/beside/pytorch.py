"""
Scores texts with Hugging Face Transformers and PyTorch in float32: log-probability, rank and entropy of every token.

    npm run bench -- --beside "python3 scripts/bench/beside/pytorch.py FOLDER [THREADS]"

It needs the packages torch and transformers. THREADS is 2 unless given. FOLDER has a model in safetensors and its
tokenizer.json; the embedded model's very weights, in float32, are written into one by

    node -e "import('./test/engine/hugging-face-folder.ts').then((to) => to.writeHuggingFaceFolder('models/HuggingFaceTB/SmolLM2-135M-Instruct', 'FOLDER'))"

The same comes of the original GGUF file in DIR, with the package gguf and the tokenizer.json of models/, from

    model = AutoModelForCausalLM.from_pretrained(DIR, gguf_file="SmolLM2-135M-Instruct.Q4_1.gguf", dtype=torch.float32)
    model.hf_quantizer = None  # its weights are float32 by now, but save_pretrained would refuse them
    model.save_pretrained(FOLDER)
"""

import json
import sys
import time

import torch
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

# Of how many tokens the logits, 196 KB each, are held at a time: what fits into caches is faster than the whole text.
BLOCK = 128

if len(sys.argv) not in (2, 3):
    sys.exit("usage: pytorch.py FOLDER [THREADS]")
folder = sys.argv[1]
torch.set_num_threads(int(sys.argv[2]) if len(sys.argv) == 3 else 2)
# The file itself: the class that AutoTokenizer takes for it cuts runs of spaces elsewhere.
tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


@torch.inference_mode()
def score(ids):
    """[T] token ids to T - 1 rows of log-probability (nats), rank (from 1) and entropy (nats), of all but the first."""
    hidden = model.model(ids[None], use_cache=False).last_hidden_state[0, :-1]
    rows = []
    for states, targets in zip(hidden.split(BLOCK), ids[1:, None].split(BLOCK)):
        logits = model.lm_head(states)
        logprobs = logits.log_softmax(-1)
        ranks = 1 + (logits > logits.gather(-1, targets)).sum(-1)
        entropies = -(logprobs.exp() * logprobs).sum(-1)
        rows += zip(logprobs.gather(-1, targets)[:, 0].tolist(), ranks.tolist(), entropies.tolist())
    return rows


for line in sys.stdin:
    ids = torch.tensor(tokenizer.encode(json.loads(line)["text"], add_special_tokens=False).ids)
    start = time.perf_counter()
    score(ids)
    print(json.dumps({"tokens": len(ids), "seconds": time.perf_counter() - start}), flush=True)
