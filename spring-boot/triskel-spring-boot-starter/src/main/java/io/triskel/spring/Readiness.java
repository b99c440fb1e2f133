package io.triskel.spring;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Refuses traffic until each consumer has reached the bus once. A bus that fails later is a matter of the health: an application that
 * takes requests can keep them in its outbox meanwhile.
 */
final class Readiness implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {
    private final TriskelHost host;
    private final ApplicationContext context;
    private boolean refused;

    Readiness(TriskelHost host, ApplicationContext context) {
        this.host = host;
        this.context = context;
    }

    /** Corrects the state that Spring Boot announces when the application has started. */
    @Override
    public synchronized void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC && !host.reached()) {
            refused = true;
            AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        }
    }

    /** Takes back its own refusal only. */
    synchronized void update() {
        if (refused && host.reached()) {
            refused = false;
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        }
    }
}
