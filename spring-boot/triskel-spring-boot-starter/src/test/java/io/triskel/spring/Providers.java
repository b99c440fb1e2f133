package io.triskel.spring;

import io.triskel.memory.InMemoryPlatform;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import java.util.Map;

/** Adapters of clouds that do not exist. */
public final class Providers {
    private Providers() {}

    /** Needs one setting. */
    public static final class Sunny implements Hosting.Provider {
        @Override
        public String name() {
            return "sunny";
        }

        @Override
        public Hosting open(Map<String, String> environment, Platform.Settings settings) {
            String stream = environment.getOrDefault("TRISKEL_SUNNY_STREAM", "");
            if (stream.isEmpty()) {
                throw new IllegalArgumentException("TRISKEL_SUNNY_STREAM is not set");
            }
            return new MemoryHosting(InMemoryPlatform.of(settings.source() + " of " + stream, settings.types()));
        }
    }

    /** Needs nothing. */
    public static final class Rainy implements Hosting.Provider {
        @Override
        public String name() {
            return "rainy";
        }

        @Override
        public Hosting open(Map<String, String> environment, Platform.Settings settings) {
            return new MemoryHosting(InMemoryPlatform.of(settings));
        }
    }
}
