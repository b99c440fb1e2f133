package io.triskel.conformance;

import java.util.List;
import java.util.Optional;

/** What no cloud and no store changes. */
class ConformanceTest extends ConformanceContract {
    @Override
    protected Setting setting() {
        return new WithoutCloud();
    }

    private static final class WithoutCloud implements Setting {
        @Override
        public String title() {
            return "Core";
        }

        @Override
        public List<String> platforms() {
            return List.of("structured", "binary");
        }

        @Override
        public Optional<CloudBinding> java() {
            return Optional.empty();
        }

        @Override
        public Database database(boolean faults) {
            throw new IllegalStateException("The core has no database");
        }
    }
}
