"""Uses a server with OpenAI's Python client as its users do. Prints what it saw as one JSON object.

    python openai_client.py BASE_URL MODEL
"""

import json
import sys

import openai

base_url, model = sys.argv[1:]
client = openai.OpenAI(base_url=base_url, api_key="none", max_retries=0)
PROMPT = "The capital of France is"


def refusal(**body):
    try:
        client.completions.create(model=model, prompt="a", **body)
    except openai.BadRequestError as error:
        return error.body["message"]


whole = client.completions.create(model=model, prompt=PROMPT, max_tokens=8, temperature=0, logprobs=2)
streamed = list(client.completions.create(
    model=model, prompt=PROMPT, max_tokens=8, temperature=0, logprobs=2, stream=True))
several = client.completions.create(model=model, prompt=["One", "Two"], n=2, max_tokens=3, seed=1, stop=["\n"])

chat = dict(model=model, messages=[{"role": "user", "content": "Name a colour."}], temperature=0,
            max_tokens=8, logprobs=True, top_logprobs=2)
said = client.chat.completions.create(**chat).choices[0]
chunks = list(client.chat.completions.create(**chat, stream=True, stream_options={"include_usage": True}))

# A client that leaves: nobody else waits for what it asked.
endless = client.completions.create(model=model, prompt="word " * 3000, max_tokens=4000, stream=True)
endless.close()

print(json.dumps({
    "client": openai.__version__,
    "models": [one.id for one in client.models.list()],
    "retrieved": client.models.retrieve(model).id,
    "text": whole.choices[0].text,
    "logprobs": whole.choices[0].logprobs.token_logprobs,
    "streamed_text": "".join(chunk.choices[0].text for chunk in streamed),
    "streamed_logprobs": [one for chunk in streamed for one in chunk.choices[0].logprobs.token_logprobs],
    "choices": [choice.index for choice in several.choices],
    "said": said.message.content,
    "said_logprobs": [one.logprob for one in said.logprobs.content],
    "streamed_said": "".join(chunk.choices[0].delta.content for chunk in chunks if chunk.choices),
    "streamed_said_logprobs": [
        one.logprob for chunk in chunks if chunk.choices for one in chunk.choices[0].logprobs.content],
    "usage": chunks[-1].usage.total_tokens,
    "refusals": [refusal(presence_penalty=1), refusal(max_tokens=0)],
}))
