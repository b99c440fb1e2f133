package io.triskel.hosting;

import io.triskel.consume.EventConsumer;
import io.triskel.platform.Platform;
import io.triskel.projection.View;
import io.triskel.saga.SagaRunner;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An application whose deployment has further consumers, in other languages. */
record MixedApplication(HostedApplication inJava, Set<String> otherConsumers) implements HostedApplication {
    @Override
    public Platform platform() {
        return inJava.platform();
    }

    @Override
    public Map<String, EventConsumer> consumers() {
        return inJava.consumers();
    }

    @Override
    public Map<String, SagaRunner<?>> sagas() {
        return inJava.sagas();
    }

    @Override
    public List<View<?>> views() {
        return inJava.views();
    }
}
