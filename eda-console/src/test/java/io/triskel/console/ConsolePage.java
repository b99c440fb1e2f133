package io.triskel.console;

import io.triskel.codec.TypeRegistry;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.platform.Platform;
import io.triskel.platform.Platform.Settings;

/** What {@code docs/console.md} shows, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings({"unused", "SystemOut"})
final class ConsolePage {
    private ConsolePage() {}

    static Platform observed(TypeRegistry types) {
        FlowObserver flow = new FlowObserver();
        Platform platform = InMemoryPlatform.of(Settings.of("/shop", types).observer(flow));
        return platform;
    }

    static void served(Platform platform, FlowObserver flow) {
        try (Console console =
                Console.of(platform).flow(flow).streams("order-{id}").start(8700)) {
            System.out.println(console.address());
        }
    }
}
