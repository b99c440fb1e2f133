package io.triskel.orders.memory;

import io.triskel.console.Faults;
import io.triskel.console.Faults.Text;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.run.TargetFault;
import io.triskel.orders.run.TargetFault.Kind;
import io.triskel.publish.EventBus;
import io.triskel.publish.RejectionCause;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** The faults of the pipeline in memory, which a person injects: in its bus, its store of sagas and its payment provider. */
final class MemoryFaults {
    private static final Duration SLOW = Duration.ofMillis(400);

    /** How long a call of a frozen store lasts before it fails, as a client's time limit does. */
    private static final Duration CALL = Duration.ofMillis(250);

    private final boolean watched;
    private final AtomicBoolean throttled = new AtomicBoolean();
    private final AtomicBoolean twice = new AtomicBoolean();
    private final AtomicBoolean slow = new AtomicBoolean();
    private final AtomicBoolean frozen = new AtomicBoolean();

    /** @param watched whether a page may inject faults; without, no call takes a longer way */
    MemoryFaults(boolean watched) {
        this.watched = watched;
    }

    /** {@return what the page says of each} */
    List<TargetFault> all() {
        return List.of(
                TargetFault.of(
                        Kind.THROTTLE,
                        new Text(
                                "The bus rejects every event as throttled; the outbox keeps them in order.",
                                "Le bus refuse chaque événement pour cause de débit ; l’outbox les garde dans"
                                        + " l’ordre."),
                        () -> on(throttled)),
                TargetFault.none(
                        Kind.KILL,
                        new Text(
                                "In memory there is no function process to kill.",
                                "En mémoire, il n’y a pas de processus de fonction à arrêter.")),
                TargetFault.of(
                        Kind.DUPLICATE,
                        new Text(
                                "The bus stores each batch twice, as if the first answer had been lost.",
                                "Le bus enregistre chaque lot deux fois, comme si la première réponse était perdue."),
                        () -> on(twice)),
                TargetFault.of(
                        Kind.SLOW,
                        new Text(
                                "The payment provider takes 400 ms for each charge.",
                                "Le prestataire de paiement met 400 ms pour chaque débit."),
                        () -> on(slow)),
                TargetFault.of(
                        Kind.FREEZE,
                        new Text(
                                "The store of sagas does not answer: each call fails after 250 ms.",
                                "Le stockage des sagas ne répond pas : chaque appel échoue après 250 ms."),
                        () -> on(frozen)));
    }

    private static Faults.Injected on(AtomicBoolean fault) {
        fault.set(true);
        return () -> fault.set(false);
    }

    PaymentProvider around(PaymentProvider provider) {
        return (order, due) -> {
            if (slow.get()) {
                LockSupport.parkNanos(SLOW.toNanos());
            }
            return provider.charge(order, due);
        };
    }

    /** {@return what chaos and these faults put around ports} */
    DisturbedStores.Around after(Chaos chaos) {
        return new DisturbedStores.Around() {
            @Override
            public <T> T around(Class<T> port, T real) {
                return frozen(port, chaos.around(port, real));
            }
        };
    }

    private <T> T frozen(Class<T> port, T real) {
        return watched && real instanceof SagaStore sagas ? port.cast(new FreezableSagas(sagas, frozen)) : real;
    }

    /** Without reflection, which costs as much as the calls of a store in memory. */
    private record FreezableSagas(SagaStore sagas, AtomicBoolean frozen) implements SagaStore {
        private SagaStore answering() {
            if (frozen.get()) {
                LockSupport.parkNanos(CALL.toNanos());
                throw new PortException("the store of sagas does not answer");
            }
            return sagas;
        }

        @Override
        public Optional<SagaRow> load(SagaRef ref) {
            return answering().load(ref);
        }

        @Override
        public boolean save(SagaRow row, long expectedRevision) {
            return answering().save(row, expectedRevision);
        }

        @Override
        public List<SagaRef> due(String saga, int bucket, Instant now, int limit) {
            return answering().due(saga, bucket, now, limit);
        }

        @Override
        public List<SagaRef> unsent(String saga, int bucket, Instant now, int limit) {
            return answering().unsent(saga, bucket, now, limit);
        }

        @Override
        public List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit) {
            return answering().stuck(saga, bucket, after, limit);
        }
    }

    EventBus around(EventBus bus) {
        if (!watched) {
            return bus;
        }
        return new EventBus() {
            @Override
            public BusLimits limits() {
                return bus.limits();
            }

            @Override
            public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
                if (throttled.get()) {
                    return CompletableFuture.completedFuture(batch.stream()
                            .map(event -> BusResult.failed(RejectionCause.THROTTLED, "Throttled by a fault"))
                            .toList());
                }
                CompletionStage<List<BusResult>> sent = bus.send(batch, deadline);
                return twice.get() ? sent.thenCompose(first -> bus.send(batch, deadline)) : sent;
            }
        };
    }
}
