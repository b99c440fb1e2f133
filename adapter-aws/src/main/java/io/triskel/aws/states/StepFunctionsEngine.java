package io.triskel.aws.states;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsErrors;
import io.triskel.engine.Engine;
import io.triskel.event.DerivedId;
import io.triskel.event.PortException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/**
 * Starts and answers executions of a Standard state machine. An execution is named after its instance's id, so that a
 * repeated start creates no second one; the service keeps a name for 90 days after the end (API reference,
 * "StartExecution").
 */
public final class StepFunctionsEngine implements Engine {
    private final AwsClients clients;
    private final String stateMachine;
    private @Nullable SfnClient made;

    private StepFunctionsEngine(AwsClients clients, String stateMachine) {
        this.clients = clients;
        this.stateMachine = stateMachine;
    }

    /**
     * {@return the engine; its client is created at the first call}
     *
     * @param clients closed by the caller
     * @param stateMachine its ARN
     */
    public static StepFunctionsEngine of(AwsClients clients, String stateMachine) {
        return new StepFunctionsEngine(clients, stateMachine);
    }

    private synchronized SfnClient client() {
        SfnClient client = made != null ? made : clients.client(SfnClient.builder(), "sfn");
        made = client;
        return client;
    }

    @Override
    public void start(String instance, String document) {
        try {
            client().startExecution(request ->
                    request.stateMachineArn(stateMachine).name(name(instance)).input(document));
        } catch (ExecutionAlreadyExistsException startedBefore) {
            // An execution of this name runs with other input, or has ended: the first start counts.
        } catch (SdkException failed) {
            throw failure("An execution for " + instance + " was not started", failed);
        }
    }

    @Override
    public void complete(String token, String answer) {
        try {
            client().sendTaskSuccess(request -> request.taskToken(token).output(answer));
        } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException nobodyWaits) {
            // Ignored, as the port promises: the task has timed out, or already has its answer.
        } catch (SdkException failed) {
            throw failure("A task did not get its answer", failed);
        }
    }

    private static PortException failure(String what, SdkException failed) {
        return new PortException(what + " (" + AwsErrors.causeOf(failed) + "): " + failed.getMessage(), failed);
    }

    /**
     * 1 to 80 characters, without blanks, brackets and most special characters (API reference, "StartExecution": name).
     */
    static String name(String instance) {
        return instance.matches("[A-Za-z0-9_-]{1,80}") ? instance : DerivedId.of("execution", instance);
    }
}
