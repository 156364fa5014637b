import asyncio, platform
app = platform.load("app")            # a supervised stand-in: import or run() failing never takes the platform down

async def main():
    await asyncio.gather(platform.start(app), app.run())

asyncio.run(main())
