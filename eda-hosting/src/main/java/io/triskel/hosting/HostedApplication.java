package io.triskel.hosting;

import io.triskel.consume.EventConsumer;
import io.triskel.platform.Platform;
import io.triskel.projection.View;
import io.triskel.saga.SagaRunner;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An application on its ports, as functions, the clock and operators use it. */
public interface HostedApplication {
    /** {@return what the platform's builders have made on it so far: views, sagas, replicas and consumers} */
    static HostedApplication of(Platform platform) {
        return PlatformParts.of(platform);
    }

    /** {@return bus, stores and clock} */
    Platform platform();

    /** {@return the consumers by name, each with its own subscription} */
    Map<String, EventConsumer> consumers();

    /** {@return the sagas by name; none where a workflow engine runs them} */
    Map<String, SagaRunner<?>> sagas();

    /** {@return the views, which can be rebuilt} */
    List<View<?>> views();

    /**
     * {@return the consumers of its deployment that another language alone has, in functions of their own} The clock waits for their
     * heartbeats, and operators act on what they have parked. None unless {@link #withOthers} says so.
     */
    default Set<String> otherConsumers() {
        return Set.of();
    }

    /** {@return this application where a deployment adds these consumers in other languages} */
    default HostedApplication withOthers(Set<String> consumers) {
        return new MixedApplication(this, Set.copyOf(consumers));
    }

    /** {@return the application that {@link #withOthers} was called on; this one if there was none} */
    default HostedApplication inJava() {
        return this;
    }
}
