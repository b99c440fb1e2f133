package io.triskel.spring.test;

import java.util.stream.Stream;
import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Sets what a test needs: memory, and consumers that are fed when the test says so. */
final class TriskelTestContextBootstrapper extends TestSliceTestContextBootstrapper<TriskelTest> {
    @Override
    protected String[] getProperties(Class<?> test) {
        String[] own = super.getProperties(test);
        return Stream.concat(
                        Stream.of("triskel.platform=memory", "triskel.consumers.auto-start=false"),
                        own == null ? Stream.empty() : Stream.of(own))
                .toArray(String[]::new);
    }
}
