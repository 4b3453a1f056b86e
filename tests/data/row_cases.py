"""Rows of the CSV: what each kind of value comes to."""

from tests.data.cases import RowCase

_LONG = "A clerk sells a boat. "

ID_CASES = (
    RowCase("Id of seven digits", "accepted", ({},)),
    RowCase("Id of eight digits", "accepted", ({"Id": "tt12345678"},)),
    RowCase("Id with spaces around", "accepted", ({"Id": " tt8000001 "},)),
    RowCase("Id in capitals", "set aside: Id malformed (TT8000002)", ({"Id": "TT8000002"},)),
    RowCase("Id of six digits", "set aside: Id malformed (tt123456)", ({"Id": "tt123456"},)),
    RowCase(
        "Id with a line break after it",
        "set aside: Id malformed (tt8000003\\nx); no poster",
        ({"Id": "tt8000003\nx"},),
    ),
    RowCase("Id empty", "set aside: Id malformed; no poster", ({"Id": ""},)),
    RowCase("Id ../../x", "set aside: Id malformed (../../x); no poster", ({"Id": "../../x"},)),
    RowCase(
        "Id an absolute path",
        "set aside: Id malformed (/etc/passwd); no poster",
        ({"Id": "/etc/passwd"},),
    ),
    RowCase("Id a device name", "set aside: Id malformed (CON)", ({"Id": "CON"},)),
    RowCase(
        "Id with digits of another script",
        "set aside: Id malformed (tt\u0661\u0662\u0663\u0664\u0665\u0666\u0667)",
        ({"Id": "tt\u0661\u0662\u0663\u0664\u0665\u0666\u0667"},),
    ),
    RowCase("two identical rows", "accepted / set aside: row repeated", ({}, {})),
    RowCase(
        "two rows of one Id that differ",
        "set aside: Id of two films / set aside: Id of two films",
        ({}, {"Overview": "Another film."}),
    ),
    RowCase(
        "three rows of one Id, two of them identical",
        "set aside: Id of two films / set aside: row repeated; Id of two films / set aside: Id "
        "of two films",
        ({}, {}, {"Overview": "Another."}),
    ),
)

GENRE_CASES = (
    RowCase("genre value 2", "set aside: genre value unreadable (Drama='2')", ({"Drama": "2"},)),
    RowCase("genre value empty", "set aside: genre value unreadable (Drama='')", ({"Drama": ""},)),
    RowCase(
        "genre value True",
        "accepted; genre value normalised (Comedy='True')",
        ({"Comedy": "True"},),
    ),
    RowCase(
        "genre value 0.0", "accepted; genre value normalised (Drama='0.0')", ({"Drama": "0.0"},)
    ),
    RowCase(
        "genre value 1.0", "accepted; genre value normalised (Comedy='1.0')", ({"Comedy": "1.0"},)
    ),
    RowCase(
        "genre value yes", "set aside: genre value unreadable (Comedy='yes')", ({"Comedy": "yes"},)
    ),
    RowCase(
        "genre value NaN", "set aside: genre value unreadable (Drama='NaN')", ({"Drama": "NaN"},)
    ),
    RowCase("genre value -1", "set aside: genre value unreadable (Drama='-1')", ({"Drama": "-1"},)),
    RowCase("Genre empty", "set aside: Genre unparsable", ({"Genre": ""},)),
    RowCase("Genre a bare word", "set aside: Genre unparsable (Comedy)", ({"Genre": "Comedy"},)),
    RowCase(
        "Genre a call",
        "set aside: Genre unparsable (__import__('os').getcwd())",
        ({"Genre": "__import__('os').getcwd()"},),
    ),
    RowCase("Genre a tuple", "accepted", ({"Genre": "('Comedy',)"},)),
    RowCase("Genre a list of numbers", "set aside: Genre unparsable ([1])", ({"Genre": "[1]"},)),
    RowCase(
        "Genre names half a character",
        "set aside: Genre unparsable (['Comedy', '\\ud83d'])",
        ({"Genre": r"['Comedy', '\ud83d']"},),
    ),
    RowCase(
        "Genre names two genres as one",
        "set aside: Genre unparsable (['Comedy|Drama'])",
        ({"Genre": "['Comedy|Drama']", "Drama": "1"},),
    ),
    RowCase(
        "Genre nested a thousand times", "set aside: Genre unparsable", ({"Genre": "[" * 999},)
    ),
    RowCase(
        "Genre names a genre that no column has",
        "accepted; genre without column (Noir)",
        ({"Genre": "['Comedy', 'Noir']"},),
    ),
    RowCase(
        "Genre names what its column denies",
        "set aside: genres disagree (Comedy|Drama; Comedy)",
        ({"Genre": "['Comedy', 'Drama']"},),
    ),
    RowCase(
        "a column marks what Genre does not name",
        "set aside: genres disagree (Comedy; Comedy|Drama)",
        ({"Drama": "1"},),
    ),
    RowCase("no genre at all", "set aside: no genre ([])", ({"Genre": "[]", "Comedy": "0"},)),
    RowCase(
        "N/A only",
        "set aside: genre unknown (['N/A'])",
        ({"Genre": "['N/A']", "Comedy": "0", "N/A": "1"},),
    ),
    RowCase("N/A beside a genre", "accepted", ({"Genre": "['Comedy', 'N/A']", "N/A": "1"},)),
)

OVERVIEW_CASES = (
    RowCase("overview empty", "set aside: overview missing", ({"Overview": ""},)),
    RowCase("overview of spaces", "set aside: overview missing", ({"Overview": " \t "},)),
    RowCase("overview N/A", "set aside: overview missing", ({"Overview": "N/A"},)),
    RowCase("overview nan", "set aside: overview missing", ({"Overview": "nan"},)),
    RowCase("overview of marks alone", "set aside: overview missing", ({"Overview": "..."},)),
    RowCase(
        "overview a stub",
        "accepted; overview a stub (The story of)",
        ({"Overview": "The story of"},),
    ),
    RowCase(
        "overview cut off by dots",
        "accepted; overview cut off (A clerk sells a boat and ...)",
        ({"Overview": "A clerk sells a boat and ..."},),
    ),
    RowCase(
        "overview cut off by an ellipsis",
        "accepted; overview cut off (A clerk sells a ship and…)",
        ({"Overview": "A clerk sells a ship and…"},),
    ),
    RowCase(
        "overview with an HTML tag",
        "accepted; overview holds markup (A clerk <b>sells</b> a boat.)",
        ({"Overview": "A clerk <b>sells</b> a boat."},),
    ),
    RowCase(
        "overview with an HTML entity",
        "accepted; overview holds markup (Clerk &amp; Sons sell boats.)",
        ({"Overview": "Clerk &amp; Sons sell boats."},),
    ),
    RowCase(
        "overview with a script",
        "accepted; overview a stub (A <script>alert(1)</script> sells.); overview holds markup "
        "(A <script>alert(1)</script> sells.)",
        ({"Overview": "A <script>alert(1)</script> sells."},),
    ),
    RowCase(
        "overview in French",
        "accepted; overview not English",
        ({"Overview": "Un comptable vend un bateau et rencontre une femme qui change sa vie."},),
    ),
    RowCase(
        "overview in Chinese",
        "accepted; overview a stub (一个职员在海上卖船\uff0c遇见了他的旧爱。); "
        "overview not English (zh; "
        "一个职员在海上卖船\uff0c遇见了他的旧爱。)",
        ({"Overview": "一个职员在海上卖船\uff0c遇见了他的旧爱。"},),
    ),
    RowCase("overview with line breaks", "accepted", ({"Overview": "A clerk\nsells\nhis house."},)),
    RowCase("overview with quotes and commas", "accepted", ({"Overview": 'A "clerk", he sells.'},)),
    RowCase("overview with emoji", "accepted", ({"Overview": "A clerk sells a boat 🚤 at sea."},)),
    RowCase("overview of 20,000 characters", "accepted", ({"Overview": (_LONG * 910)[:20_000]},)),
    RowCase(
        "overview of 20,001 characters",
        "set aside: overview too long",
        ({"Overview": (_LONG * 910)[:20_000] + "x"},),
    ),
    RowCase(
        "overview of a million characters",
        "set aside: overview too long",
        ({"Overview": _LONG * 45_455},),
    ),
    RowCase(
        "overview of another film too",
        "accepted; overview repeated (One overview that tells two films.) / accepted; overview "
        "repeated (One overview that tells two films.)",
        (
            {"Overview": "One overview that tells two films."},
            {"Id": "tt8000009", "Overview": "One overview that tells two films."},
        ),
    ),
)

ROW_CASES = (*ID_CASES, *GENRE_CASES, *OVERVIEW_CASES)
