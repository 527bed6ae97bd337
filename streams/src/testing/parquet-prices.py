"""Counts and price statistics of Parquet files, read by pyarrow; one line of JSON per site and currency.

Usage: python3 parquet-prices.py FILE...
"""
import json
import sys
from collections import defaultdict

import pyarrow.parquet as parquet

columns = ["site", "currency", "status", "price_minor"]
lots = defaultdict(int)
prices = defaultdict(list)
for path in sys.argv[1:]:
    table = parquet.read_table(path, columns=columns)
    for row in table.to_pylist():
        key = (row["site"], row["currency"])
        lots[key] += 1
        if row["status"] == "SOLD" and row["price_minor"] is not None:
            prices[key].append(row["price_minor"])
for site, currency in sorted(lots):
    sold = sorted(prices[(site, currency)])
    middle = sold[(len(sold) - 1) // 2] if sold else None
    line = {
        "site": site,
        "currency": currency,
        "lots": lots[(site, currency)],
        "sold": len(sold),
        "sum": sum(sold) if sold else None,
        "low": sold[0] if sold else None,
        "median": middle,
        "high": sold[-1] if sold else None,
    }
    print(json.dumps(line))
