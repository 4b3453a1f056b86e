from storage.vocabulary import read_vocabulary, write_vocabulary


def test_tokens_come_back_in_the_order_of_their_ids(tmp_path) -> None:
    write_vocabulary(["", "[UNK]", "é"], tmp_path)
    assert read_vocabulary(tmp_path) == ["", "[UNK]", "é"]
