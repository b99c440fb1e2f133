package io.triskel.azure.hosting;

import com.microsoft.durabletask.DurableTaskClient;
import io.triskel.azure.durable.DurableFunctionsEngine;
import io.triskel.consume.ConsumerSpec;
import io.triskel.engine.EngineDesk;
import io.triskel.event.Deadline;
import io.triskel.hosting.Application;
import io.triskel.platform.Platform;
import java.util.function.Supplier;

/** An application's process on Durable Functions. Apart from the other classes: only such an application has {@code eda-engines}. */
final class ProcessDesk {
    private final DurableFunctionsEngine engine;
    private final EngineDesk<?> desk;

    private ProcessDesk(DurableFunctionsEngine engine, EngineDesk<?> desk) {
        this.engine = engine;
        this.desk = desk;
    }

    /** @throws IllegalStateException if the application has no process */
    static ProcessDesk of(Application application, Platform platform, String orchestrator) {
        DurableFunctionsEngine engine = DurableFunctionsEngine.of(orchestrator);
        return new ProcessDesk(
                engine,
                EngineDesk.of(
                        application
                                .process()
                                .orElseThrow(() -> new IllegalStateException(FunctionSettings.ORCHESTRATOR
                                        + " is set, but application '" + application.name()
                                        + "' has no process for an engine")),
                        platform,
                        engine));
    }

    /** {@return what handles events in the saga's place} */
    ConsumerSpec consumer() {
        return desk;
    }

    /** Takes the client of an invocation's client binding, unless an earlier invocation has brought one. */
    void connect(Supplier<DurableTaskClient> bound) {
        engine.connect(bound);
    }

    /** Sends the command that the orchestrator asks for. */
    void ask(byte[] request, Deadline deadline) {
        desk.ask(request, deadline);
    }
}
