# SPDX-License-Identifier: BSD-2-Clause
"""Rows for `filingctl read --batch`: the labelled sets, or made in their shape.

The made ones are of our own wording: the sets are not part of the tree.
"""
import json
import os
import pathlib

TITLES = (
    "示例股份{0}：关于召开{1}年第{2}次临时股东大会的通知",
    "示例科技{0}：第{2}届董事会第{2}次会议决议公告",
    "示例控股{0}：{1}年年度业绩预告",
    "示例能源{0}：关于为全资子公司提供担保的进展公告",
    "示例药业{0}：{1}年前三季度业绩预告修正公告",
    "示例电子{0}：独立董事关于相关事项的独立意见",
)
PARAGRAPHS = (
    "当期における連結業績予想と実績値との間に差異が生じましたので、下記の"
    "とおりお知らせいたします。\n",
    "{1}年３月期第{2}四半期の売上高は、前年同期比{2}.4％増の{0}百万円となり"
    "ました。\n",
    "前回発表予想（Ａ）\t{0}\t1,234\t1,200\t800\t45.67\n",
    "今回修正予想（Ｂ）\t{0}\t1,034\t△200\t△300\t△12.34\n",
    "原材料価格の高騰及び為替相場の変動により、当社グループを取り巻く事業"
    "環境は引き続き厳しい状況で推移しております。\n",
    "なお、配当予想につきましては、変更はございません。\n",
)


def shared(name):
    """The labelled set's file, or None where it is not."""
    source = pathlib.Path(os.environ["FILINGD_SRCDIR"])
    folder = pathlib.Path(os.environ.get("FILINGD_SHARED",
                                         source / "../shared"))
    path = folder / "data/eval" / f"{name}.jsonl"
    return path if path.exists() else None


def write(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def titles(count):
    for i in range(count):
        title = TITLES[i % len(TITLES)].format(i, 2020 + i % 6, i % 9 + 1)
        yield {"id": f"t{i}", "market": "XSHE", "issuer": f"{i % 3000:06}",
               "name": "示例股份", "title": title, "text": "",
               "published": f"2026-01-{i % 28 + 1:02}"}


def texts(count):
    """Full texts of about 6 kB."""
    for i in range(count):
        text = "".join(PARAGRAPHS[k % len(PARAGRAPHS)].format(
            f"{i + k:,}", 2020 + i % 6, k % 3 + 1) for k in range(i % 40 + 60))
        yield {"id": f"d{i}", "market": "XTKS", "issuer": f"{1000 + i % 9000}",
               "title": "業績予想の修正に関するお知らせ", "text": text,
               "published": "2026-01-30"}


def mixed(count):
    """Titles, and a full text every tenth row."""
    full = texts(count // 10)
    for i, title in enumerate(titles(count)):
        yield next(full) if i % 10 == 0 else title


# What a text of one shape without end asks of the reader.
ENDLESS = {
    "digits": "7",
    "dashes": "-",
    "brackets": "(",
    "quotation marks": "《",
    "commas": ",",
    "signs of percent": "%",
    "beginnings of phrases": "归属于上市公司",
    "net profits": "净利润",
    "brokers": "国泰君安",
    "years": "2025年",
    "amounts": "1亿元",
    "statements": "净利润为1,234.5万元，",
    "other statements": None,
    "cells": "|1",
    "headings": "本报告期\t上年同期\n",
    "rows": "净利润\t5.1\t6.2\n",
    "spaces": " ",
    "lines": "\n",
    "marks on letters": "e\u0301",
    "words": "lorem ipsum ",
}


def endless(name, size):
    """One row whose text repeats that shape up to so many bytes."""
    unit = ENDLESS[name]
    if unit is None:
        text = "".join(f"{2000 + i % 90}年净利润为{i},000元。"
                       for i in range(size // 36))
    else:
        text = unit * (size // len(unit.encode()))
    return {"id": name, "title": "2025年度业绩预告", "text": text}
