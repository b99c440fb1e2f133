package io.triskel.aws.hosting;

import io.triskel.aws.AwsClients;
import io.triskel.aws.states.StepFunctionsEngine;
import io.triskel.consume.ConsumerSpec;
import io.triskel.engine.EngineDesk;
import io.triskel.event.Deadline;
import io.triskel.hosting.Application;
import io.triskel.platform.Platform;

/** An application's process on Step Functions. Apart from the other classes: only such an application has {@code eda-engines}. */
final class ProcessDesk {
    private final EngineDesk<?> desk;

    private ProcessDesk(EngineDesk<?> desk) {
        this.desk = desk;
    }

    /** @throws IllegalStateException if the application has no process */
    static ProcessDesk of(Application application, Platform platform, AwsClients clients, String stateMachine) {
        return new ProcessDesk(EngineDesk.of(
                application
                        .process()
                        .orElseThrow(() ->
                                new IllegalStateException(FunctionSettings.STATE_MACHINE + " is set, but application '"
                                        + application.name() + "' has no process for an engine")),
                platform,
                StepFunctionsEngine.of(clients, stateMachine)));
    }

    /** {@return what handles events in the saga's place} */
    ConsumerSpec consumer() {
        return desk;
    }

    /** Sends the command that the state machine asks for. */
    void ask(byte[] request, Deadline deadline) {
        desk.ask(request, deadline);
    }
}
