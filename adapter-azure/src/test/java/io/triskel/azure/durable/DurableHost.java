package io.triskel.azure.durable;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.GetInstanceResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.RaiseEventRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.RaiseEventResponse;
import com.microsoft.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc.TaskHubSidecarServiceImplBase;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The calls of a function host that a client makes, with the rules of Azure/azure-functions-durable-extension ({@code
 * LocalGrpcListener}, {@code DurableClient}): a start replaces what has ended, and is refused while the orchestration runs; an event
 * for what does not run fails. Orchestrations run until a test ends them.
 */
final class DurableHost extends TaskHubSidecarServiceImplBase {
    private final Map<String, OrchestrationStatus> instances = new LinkedHashMap<>();
    private final List<String> started = new ArrayList<>();
    private final List<String> raised = new ArrayList<>();
    private Optional<Status> failure = Optional.empty();
    private String hidden = "";

    List<String> started() {
        return started;
    }

    List<String> raised() {
        return raised;
    }

    void end(String instance) {
        instances.put(instance, OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
    }

    /** Lets one look-up not see this instance, as a moment too early. */
    void hide(String instance) {
        hidden = instance;
    }

    void fail(Status how) {
        failure = Optional.of(how);
    }

    private boolean runs(String instance) {
        return instances.get(instance) == OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING;
    }

    @Override
    public void startInstance(CreateInstanceRequest request, StreamObserver<CreateInstanceResponse> answer) {
        String id = request.getInstanceId();
        answer(answer, runs(id) ? Optional.of(Status.ALREADY_EXISTS) : failure, () -> {
            instances.put(id, OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
            started.add(request.getName() + " " + id + " " + request.getInput().getValue());
            return CreateInstanceResponse.newBuilder().setInstanceId(id).build();
        });
    }

    @Override
    public void raiseEvent(RaiseEventRequest request, StreamObserver<RaiseEventResponse> answer) {
        String id = request.getInstanceId();
        answer(answer, runs(id) ? failure : Optional.of(Status.UNKNOWN), () -> {
            raised.add(id + " " + request.getName() + " " + request.getInput().getValue());
            return RaiseEventResponse.getDefaultInstance();
        });
    }

    @Override
    public void getInstance(GetInstanceRequest request, StreamObserver<GetInstanceResponse> answer) {
        String id = request.getInstanceId();
        boolean seen = instances.containsKey(id) && !hidden.equals(id);
        hidden = "";
        answer(answer, failure, () -> {
            GetInstanceResponse.Builder found = GetInstanceResponse.newBuilder().setExists(seen);
            if (seen) {
                found.setOrchestrationState(OrchestrationState.newBuilder()
                        .setInstanceId(id)
                        .setName("fulfilment_process")
                        .setOrchestrationStatus(instances.get(id))
                        .setOutput(StringValue.of("")));
            }
            return found.build();
        });
    }

    private static <A> void answer(StreamObserver<A> to, Optional<Status> failure, Supplier<A> answer) {
        if (failure.isPresent()) {
            to.onError(failure.get().asRuntimeException());
            return;
        }
        to.onNext(answer.get());
        to.onCompleted();
    }
}
