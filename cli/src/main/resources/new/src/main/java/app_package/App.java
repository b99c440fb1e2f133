package app_package;

import io.triskel.memory.InMemoryPlatform;

/** Opens the shop, takes three orders, and closes once they are finished. */
public final class App {
    public static void main(String[] arguments) {
        var platform = InMemoryPlatform.of("/app-name", Messages.TYPES);
        var shop = new Shop(platform, System.out::println);
        var pump = platform.subscribe(shop.parts());
        shop.place("order-1", "tea", 700);
        shop.place("order-2", "unicorn", 900);
        shop.place("order-3", "mug", 200_000);
        pump.drain();
    }

    private App() {}
}
