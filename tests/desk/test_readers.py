"""Many readers at once on loopback, without an error."""

import asyncio
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
from desk_fixtures import KEY, SIDES, answering

from tawatur.desk.gate import Desk

READERS = int(os.environ.get("TAWATUR_READERS", "100"))  # `make test-readers`: 1,000
PAGES = ("/", "/queue", f"/incidents/{SIDES}", "/reports", "/api/incidents")


async def read(address: str, readers: int) -> list[int]:
    """Each reader signs in with the key, waits until all have, and opens a page of theirs."""
    limits = httpx.Limits(max_connections=readers)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=300) as client:
        cookie = (await client.get("/", params={"key": KEY})).headers["set-cookie"].split(";")[0]
        client.cookies.clear()
        start = time.perf_counter()
        asked = [client.get(PAGES[n % len(PAGES)], headers={"cookie": cookie}) for n in range(readers)]
        answers = await asyncio.gather(*asked)
    took = [answer.elapsed.total_seconds() for answer in answers]
    all_of_them = time.perf_counter() - start
    print(  # noqa: T201  figures for whoever asks for them, with -s
        f"{readers} readers at once: all in {all_of_them:.1f} s, median {statistics.median(took):.1f} s"
    )
    return [answer.status_code for answer in answers]


def test_readers_at_once(demo_store):
    with (
        answering(Desk(store=demo_store, key=KEY, who="rima")) as address,
        ThreadPoolExecutor(1) as pool,  # a loop of its own, whatever else runs in this thread
    ):
        assert pool.submit(asyncio.run, read(address, READERS)).result() == [200] * READERS
