package io.triskel.hosting.operation;

import io.triskel.hosting.HostedApplication;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.SagaStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds an application's stuck sagas. */
final class StuckSagas {
    private static final int PAGE = 500;

    private final HostedApplication application;
    private final SagaStore sagas;

    StuckSagas(HostedApplication application) {
        this.application = application;
        sagas = application.platform().stores().sagas();
    }

    Map<SagaRef, SagaStatus.Stuck> all() {
        Map<SagaRef, SagaStatus.Stuck> stuck = new LinkedHashMap<>();
        for (String saga : application.sagas().keySet()) {
            for (int bucket = 0; bucket < SagaRef.BUCKETS; bucket++) {
                stuck(saga, bucket, stuck);
            }
        }
        return stuck;
    }

    private void stuck(String saga, int bucket, Map<SagaRef, SagaStatus.Stuck> stuck) {
        Optional<SagaRef> after = Optional.empty();
        List<SagaRef> page;
        do {
            page = sagas.stuck(saga, bucket, after, PAGE);
            for (SagaRef ref : page) {
                status(ref).ifPresent(status -> stuck.put(ref, status));
            }
            after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1));
        } while (page.size() == PAGE);
    }

    private Optional<SagaStatus.Stuck> status(SagaRef ref) {
        return sagas.load(ref)
                .flatMap(row -> row.status()
                        .<Optional<SagaStatus.Stuck>>fold(
                                running -> Optional.empty(), ended -> Optional.empty(), Optional::of));
    }

    /** The only saga, else the one of which this instance is stuck. */
    SagaRunner<?> sagaOf(String instance) {
        Map<String, SagaRunner<?>> all = application.sagas();
        if (all.isEmpty()) {
            throw new IllegalStateException("A workflow engine runs the sagas of this application: resume or abandon "
                    + instance + " with the engine's own tools");
        }
        if (all.size() == 1) {
            return all.values().iterator().next();
        }
        List<SagaRunner<?>> stuck = new ArrayList<>();
        all.forEach((name, saga) -> status(new SagaRef(name, instance)).ifPresent(unused -> stuck.add(saga)));
        if (stuck.size() != 1) {
            throw new IllegalStateException(instance + " is stuck in "
                    + (stuck.isEmpty() ? "none" : "several") + " of the sagas "
                    + String.join(", ", all.keySet()));
        }
        return stuck.get(0);
    }
}
