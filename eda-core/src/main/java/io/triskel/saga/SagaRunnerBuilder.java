package io.triskel.saga;

import io.triskel.codec.EventCodec;
import io.triskel.codec.StateCodec;
import io.triskel.observe.Observer;
import io.triskel.publish.EventPublisher;
import java.time.InstantSource;

/**
 * Configures a {@link SagaRunner}.
 *
 * @param <S> the saga's state
 */
public final class SagaRunnerBuilder<S> {
    final Saga<S> saga;
    final SagaStore store;
    final EventCodec events;
    final EventPublisher publisher;
    StateCodec states = StateCodec.of();
    InstantSource clock = InstantSource.system();
    Observer observer = Observer.none();
    String source;
    boolean sendLater;
    int stuckAfter = 5;

    SagaRunnerBuilder(Saga<S> saga, SagaStore store, EventCodec events, EventPublisher publisher) {
        this.saga = saga;
        this.store = store;
        this.events = events;
        this.publisher = publisher;
        this.source = "/sagas/" + saga.name();
    }

    /** Sets the codec of states, with personal keys if they hold personal data. */
    public SagaRunnerBuilder<S> states(StateCodec codec) {
        states = codec;
        return this;
    }

    /** Sets the clock. Default: the system's. */
    public SagaRunnerBuilder<S> clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Sets the observer of endings, stuck instances and failing ports. Default: none. */
    public SagaRunnerBuilder<S> observer(Observer other) {
        observer = other;
        return this;
    }

    /** Sets the CloudEvents source of the commands. Default: {@code /sagas/<name>}. */
    public SagaRunnerBuilder<S> source(String uri) {
        source = uri;
        return this;
    }

    /** Leaves all commands to {@link SagaRunner#sendPending}, which batches commands of many instances. */
    public SagaRunnerBuilder<S> sendLater() {
        sendLater = true;
        return this;
    }

    /** Sets how often the saga may fail on one input before the instance is stuck. Default: 5. */
    public SagaRunnerBuilder<S> stuckAfter(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures must be at least 1, not " + failures);
        }
        stuckAfter = failures;
        return this;
    }

    /** {@return the runner} */
    public SagaRunner<S> build() {
        return new SagaRunner<>(this);
    }
}
