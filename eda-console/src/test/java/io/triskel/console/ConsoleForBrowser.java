package io.triskel.console;

import io.triskel.asyncapi.AsyncApi;

/**
 * A console over a shop in memory that has what a person does something about: lanes of consumer payment that are parked ({@code
 * X-1} fails again, and another event waits behind it), a stuck saga, a view to rebuild. Its {@code main} keeps it open for whoever works on the page.
 */
final class ConsoleForBrowser implements AutoCloseable {
    private final Shop shop = new Shop();
    private final Console console;

    private ConsoleForBrowser() {
        shop.place("A-1", "A-2", "P-1", "P-2", "P-3", "P-4", "P-5", "P-6", "X-1", "S-1");
        shop.arriveBehind("X-1");
        shop.paymentWorks = true;
        console = shop.console()
                .asyncApi(() -> AsyncApi.of("Shop", "1", Shop.TYPES))
                .evidence("memory", "in memory")
                .faults(new BrokenOnPurpose())
                .start(0);
    }

    static ConsoleForBrowser start() {
        return new ConsoleForBrowser();
    }

    Console console() {
        return console;
    }

    @Override
    public void close() {
        console.close();
        shop.close();
    }

    public static void main(String... args) throws InterruptedException {
        try (ConsoleForBrowser open = start()) {
            System.out.println(open.console().address());
            Thread.currentThread().join();
        }
    }
}
