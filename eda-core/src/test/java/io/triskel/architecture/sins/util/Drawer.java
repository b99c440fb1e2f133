package io.triskel.architecture.sins.util;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;

/** A drawer with a sin for every rule that looks at code. Nobody runs it. */
@SuppressWarnings("all")
public final class Drawer {
    static int count;
    static final AtomicLong COUNTER = new AtomicLong();
    static final HashMap<String, String> CACHE = new HashMap<>();
    static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    private Drawer() {}

    static Map<String, Instant> doEverything() {
        System.out.println(System.currentTimeMillis());
        new Thread(() -> {}).start();
        CompletableFuture.runAsync(() -> Assertions.fail("never run"));
        if (count > 0) {
            throw new UnsupportedOperationException("not yet");
        }
        return Map.of("now", Instant.now());
    }
}
