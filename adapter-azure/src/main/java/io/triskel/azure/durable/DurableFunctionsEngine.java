package io.triskel.azure.durable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.NewOrchestrationInstanceOptions;
import com.microsoft.durabletask.OrchestrationMetadata;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.triskel.engine.Engine;
import io.triskel.event.DerivedId;
import io.triskel.event.PortException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts and answers orchestrations of Durable Functions. An orchestration is named after its instance's id.
 *
 * <p>The host gives its client to invocations only, by a client binding, and each context opens a channel that nobody
 * closes (durabletask-azure-functions 1.4.0). All invocations of a worker have the same host, so {@link #connect} takes the
 * first client for all.
 *
 * <p>The host starts an orchestration that has ended again, under the same id (setting {@code
 * overridableExistingInstanceStates}), and rejects an event for one that has ended or never started; so a start looks for
 * the orchestration first, and a rejected event looks whether anybody waits for it (Azure/azure-functions-durable-extension,
 * {@code LocalGrpcListener}, {@code DurableClient}).
 */
public final class DurableFunctionsEngine implements Engine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String orchestrator;
    private final ScheduledExecutorService timeouts = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "durable-timeouts");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable DurableTaskClient client;

    private DurableFunctionsEngine(String orchestrator) {
        this.orchestrator = orchestrator;
    }

    /**
     * {@return the engine, without a client yet}
     *
     * @param orchestrator the name of the orchestrator's function
     */
    public static DurableFunctionsEngine of(String orchestrator) {
        return new DurableFunctionsEngine(orchestrator);
    }

    /** Takes the client of an invocation's client binding, unless an earlier invocation has brought one. */
    public synchronized void connect(Supplier<DurableTaskClient> bound) {
        if (client == null) {
            client = bound.get();
        }
    }

    @Override
    public void start(String instance, String document) {
        String id = id(instance);
        JsonNode input = read(document);
        call("An orchestration for " + instance + " was not started", hub -> {
            if (found(hub, id).isInstanceFound()) {
                return;
            }
            try {
                hub.scheduleNewOrchestrationInstance(
                        orchestrator,
                        new NewOrchestrationInstanceOptions().setInstanceId(id).setInput(input));
            } catch (StatusRuntimeException failed) {
                // Another invocation has started it in between.
                if (failed.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                    throw failed;
                }
            }
        });
    }

    @Override
    public void complete(String token, String answer) {
        int slash = token.lastIndexOf('/');
        String id = token.substring(0, Math.max(slash, 0));
        JsonNode event = read(answer);
        call("An orchestration did not get its answer", hub -> {
            try {
                hub.raiseEvent(id, token.substring(slash + 1), event);
            } catch (StatusRuntimeException failed) {
                OrchestrationMetadata found = found(hub, id);
                if (found.isInstanceFound() && !found.isCompleted()) {
                    throw failed;
                }
            }
        });
    }

    private static OrchestrationMetadata found(DurableTaskClient hub, String id) {
        return hub.getInstanceMetadata(id, false);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("Expected a JSON object", broken);
        }
    }

    /** What a call to the host does. */
    private interface Call {
        void on(DurableTaskClient hub);
    }

    /** Microsoft's client sets no deadline; gRPC takes the one of the context. */
    private void call(String failure, Call call) {
        DurableTaskClient hub = client;
        if (hub == null) {
            throw new PortException(
                    failure + ": this function has no client of Durable Functions (binding durableClient)");
        }
        try (Context.CancellableContext limited =
                Context.current().withDeadline(Deadline.after(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS), timeouts)) {
            limited.run(() -> call.on(hub));
        } catch (StatusRuntimeException failed) {
            throw new PortException(
                    failure + " (" + failed.getStatus().getCode() + "): " + failed.getMessage(), failed);
        }
    }

    /**
     * Ids have 1 to 100 characters, without {@code / \ # ?} and control characters, and not {@code @} first (Durable Functions
     * documentation, "Instance IDs"); a token's last slash ends the id.
     */
    static String id(String instance) {
        return instance.matches("[A-Za-z0-9_.:-]{1,100}") ? instance : DerivedId.of("orchestration", instance);
    }
}
