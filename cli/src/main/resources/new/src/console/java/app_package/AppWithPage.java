package app_package;

import io.triskel.console.Console;
import io.triskel.console.FlowObserver;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.platform.Platform;

/** The shop with a page to watch it and to act on it, until Enter. */
public final class AppWithPage implements AutoCloseable {
    private final FlowObserver flow = new FlowObserver();
    private final InMemoryPlatform platform =
            InMemoryPlatform.of(Platform.Settings.of("/app-name", Messages.TYPES).observer(flow));
    private final Shop shop = new Shop(platform, System.out::println);
    private final InMemoryPump pump = platform.subscribe(shop.parts());
    private final Console console;

    /** Takes three orders, and opens the page on this port; 0 for any. */
    AppWithPage(int port) {
        shop.place("order-1", "tea", 700);
        shop.place("order-2", "unicorn", 900);
        shop.place("order-3", "mug", 200_000);
        console = Console.of(platform).flow(flow).streams("order-{id}").start(port);
    }

    /** Handles what is there: events, due timers, and what a person replays on the page. */
    void work() {
        pump.drain();
        shop.fulfilment().work();
    }

    /** {@return the page, with the token that its actions need} */
    Console console() {
        return console;
    }

    @Override
    public void close() {
        console.close();
    }

    public static void main(String[] arguments) throws Exception {
        try (AppWithPage app = new AppWithPage(8700)) {
            System.out.println("Page until Enter: " + app.console().address());
            while (System.in.available() == 0) {
                app.work();
                Thread.sleep(100);
            }
        }
    }
}
