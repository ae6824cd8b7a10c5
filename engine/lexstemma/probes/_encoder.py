"""Text to tokens and back, with places; what a text says is text, also where it spells a special token."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexstemma.terms import InputError

from ._need import need, quiet

if TYPE_CHECKING:
    from ._scores import Ids

_SEPARATORS = ("<|endoftext|>", "<|begin_of_text|>", "<s>", "<bos>")


class Encoder:
    """A tokenizer that knows where its tokens stand.

    Attributes:
        size: one more than the largest token id.
    """

    def __init__(self, folder: Path, name: str) -> None:
        """Loads tokenizer.json (or what transformers can turn into one).

        Raises:
            InputError: there is none, it is damaged, or it cannot tell where tokens stand.
        """
        try:
            with quiet() as transformers:
                self._tokenizer: Any = transformers.AutoTokenizer.from_pretrained(
                    folder, local_files_only=True, trust_remote_code=False
                )
        except Exception as problem:  # noqa: BLE001 - the reader raises errors of several packages
            why = " ".join(str(problem).split())[:160]
            raise InputError(f"the tokenizer cannot be read ({why})", where=name, expected="expected a tokenizer.json") from None
        if not self._tokenizer.is_fast:
            expected = "expected a tokenizer.json"
            raise InputError("this tokenizer doesn't tell where tokens stand in a text", where=name, expected=expected)
        self.name = name
        self.size = 1 + max(self._tokenizer.get_vocab().values(), default=-1)

    def encode(self, text: str) -> tuple[Ids, Ids]:
        """Tokens (n,) and their places in characters (n, 2), both int32; nothing is added."""
        np = need("numpy")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as problem:
            what = f"character {problem.start} is half a surrogate pair"
            raise InputError(what, where="the text", expected="expected Unicode text; read the file as UTF-8") from None
        with quiet():
            got = self._tokenizer(
                text, add_special_tokens=False, split_special_tokens=True, return_offsets_mapping=True,
                return_attention_mask=False, verbose=False,
            )  # fmt: skip
        spans = np.array(got["offset_mapping"], dtype=np.int32).reshape(-1, 2)
        return np.array(got["input_ids"], dtype=np.int32), spans

    def decode(self, ids: Ids) -> str:
        """The text of tokens; special tokens show as they are written."""
        return str(self._tokenizer.decode([int(i) for i in ids], clean_up_tokenization_spaces=False))

    def token(self, token_id: int) -> str:
        """A token as the vocabulary spells it, as "Ġfur"."""
        return str(self._tokenizer.convert_ids_to_tokens(int(token_id)))

    def start_token(self, asked: int | str | None) -> int | None:
        """The token to stand before every text.

        Args:
            asked: an id; a token's spelling; None for none; or "auto": the token that the tokenizer itself puts first, else
                the separator that most models saw between documents, else its beginning- or end-of-text token.

        Raises:
            InputError: there is no such token, or "auto" finds none.
        """
        if asked is None:
            return None
        vocabulary = self._tokenizer.get_vocab()
        if asked != "auto":
            found = vocabulary.get(asked) if isinstance(asked, str) else asked
            if found is None or not 0 <= found < self.size:
                raise InputError(f"no token '{asked}'", where=self.name, expected="expected an id or a token of the vocabulary")
            return int(found)
        first = list(self._tokenizer("a")["input_ids"])[:1]
        if first and first[0] in self._tokenizer.all_special_ids:
            return int(first[0])
        for spelling in (*_SEPARATORS, self._tokenizer.bos_token, self._tokenizer.eos_token):
            if spelling is not None and spelling in vocabulary:
                return int(vocabulary[spelling])
        raise InputError("no token marks the start of a text", where=self.name, expected="name one: --start-token ID, or none")

    def id_of(self, token: int | str | None) -> int | None:
        """The id of a token that a server names by id, by spelling, or by the text it stands for; None if none fits."""
        if isinstance(token, int):
            return token if 0 <= token < self.size else None
        if token is None:
            return None
        ids = self.encode(token)[0]
        if len(ids) == 1:
            return int(ids[0])
        found = self._tokenizer.get_vocab().get(token)
        return None if found is None else int(found)

    def is_called(self, token_id: int, told: int | str | None) -> bool:
        """Whether a server's name for a token, id or text, fits the token."""
        if isinstance(told, int) or told is None:
            return told == token_id
        text = self.decode_one(token_id)
        return told in (text, self.token(token_id), f"token_id:{token_id}") or (told.startswith("bytes:") and "\ufffd" in text)

    def decode_one(self, token_id: int) -> str:
        """The text of one token; U+FFFD where it is a part of a character."""
        return str(self._tokenizer.decode([int(token_id)], clean_up_tokenization_spaces=False))
