package io.triskel.orders.engines;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.EventRaisedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorStartedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskCompletedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskScheduledEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TimerCreatedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TimerFiredEvent;
import io.triskel.engine.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Histories of orchestrations, kept as the host of Durable Functions keeps them. Each new event goes with the whole history to
 * Microsoft's own runner, which replays the orchestrator and answers what is to be done next.
 */
final class DurableHub implements Engine {
    private final UnaryOperator<byte[]> orchestrator;
    private final Map<String, Instance> instances = new TreeMap<>();
    private final Deque<Runnable> activities = new ArrayDeque<>();
    private Duration passed = Duration.ZERO;
    private Consumer<byte[]> activity = request -> {};

    DurableHub(UnaryOperator<byte[]> orchestrator) {
        this.orchestrator = orchestrator;
    }

    private static final class Instance {
        private final List<HistoryEvent> past = new ArrayList<>();
        private final Map<Integer, Timestamp> timers = new LinkedHashMap<>();
        private String ended = "";
        private String status = "";
        private Work work = new Work(0, 0, 0, 0);
    }

    /**
     * What an instance has made the host do.
     *
     * @param episodes runs of the orchestrator
     * @param activities runs of activities
     * @param timers created, cancelled ones among them
     * @param events raised
     */
    record Work(int episodes, int activities, int timers, int events) {
        private Work plus(int moreEpisodes, int moreActivities, int moreTimers, int moreEvents) {
            return new Work(
                    episodes + moreEpisodes, activities + moreActivities, timers + moreTimers, events + moreEvents);
        }
    }

    /** What the orchestrator's activity does. */
    void activity(Consumer<byte[]> work) {
        activity = work;
    }

    @Override
    public void start(String instance, String document) {
        if (instances.putIfAbsent(instance, new Instance()) == null) {
            happens(
                    instance,
                    HistoryEvent.newBuilder()
                            .setExecutionStarted(ExecutionStartedEvent.newBuilder()
                                    .setName("fulfilment")
                                    .setInput(StringValue.of(document))
                                    .setOrchestrationInstance(
                                            OrchestrationInstance.newBuilder().setInstanceId(instance))));
        }
    }

    @Override
    public void complete(String token, String answer) {
        int slash = token.lastIndexOf('/');
        happens(
                token.substring(0, slash),
                HistoryEvent.newBuilder()
                        .setEventRaised(EventRaisedEvent.newBuilder()
                                .setName(token.substring(slash + 1))
                                .setInput(StringValue.of(answer))));
    }

    /** Does what activities are scheduled. {@return whether there were any} */
    boolean work() {
        boolean any = !activities.isEmpty();
        while (!activities.isEmpty()) {
            activities.removeFirst().run();
        }
        return any;
    }

    /** Lets so much time pass, and fires the timers that are due then. */
    void pass(Duration time) {
        passed = passed.plus(time);
        long now = now().getSeconds();
        instances.forEach((name, instance) -> Map.copyOf(instance.timers).forEach((id, due) -> {
            if (due.getSeconds() <= now) {
                instance.timers.remove(id);
                happens(
                        name,
                        HistoryEvent.newBuilder()
                                .setEventId(-1)
                                .setTimerFired(TimerFiredEvent.newBuilder()
                                        .setTimerId(id)
                                        .setFireAt(due)));
            }
        }));
    }

    /** {@return what an instance says of itself, as JSON} */
    String status(String instance) {
        return instances.get(instance).status;
    }

    /** {@return how each instance ended; an empty text while it runs} */
    Map<String, String> endings() {
        Map<String, String> endings = new TreeMap<>();
        instances.forEach((name, instance) -> endings.put(name, instance.ended));
        return endings;
    }

    /** {@return what each instance has made the host do} */
    Map<String, Work> done() {
        Map<String, Work> done = new TreeMap<>();
        instances.forEach((name, instance) -> done.put(name, instance.work));
        return done;
    }

    private void happens(String name, HistoryEvent.Builder event) {
        Instance instance = instances.get(name);
        if (instance == null || !instance.ended.isEmpty()) {
            return;
        }
        instance.work = instance.work.plus(1, 0, 0, event.hasEventRaised() ? 1 : 0);
        Timestamp now = now();
        OrchestratorRequest request = OrchestratorRequest.newBuilder()
                .setInstanceId(name)
                .addAllPastEvents(instance.past)
                .addNewEvents(HistoryEvent.newBuilder()
                        .setTimestamp(now)
                        .setOrchestratorStarted(OrchestratorStartedEvent.getDefaultInstance()))
                .addNewEvents(event.setTimestamp(now))
                .build();
        OrchestratorResponse response = run(request);
        instance.past.addAll(request.getNewEventsList());
        instance.status = response.getCustomStatus().getValue();
        response.getActionsList().forEach(action -> act(name, instance, action));
    }

    private Timestamp now() {
        return Timestamp.newBuilder()
                .setSeconds(Instant.now().plus(passed).getEpochSecond())
                .build();
    }

    private OrchestratorResponse run(OrchestratorRequest request) {
        try {
            return OrchestratorResponse.parseFrom(orchestrator.apply(request.toByteArray()));
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError("The runner's answer cannot be read", broken);
        }
    }

    private void act(String name, Instance instance, OrchestratorAction action) {
        if (action.hasScheduleTask()) {
            instance.work = instance.work.plus(0, 1, 0, 0);
            instance.past.add(HistoryEvent.newBuilder()
                    .setEventId(action.getId())
                    .setTaskScheduled(TaskScheduledEvent.newBuilder()
                            .setName(action.getScheduleTask().getName()))
                    .build());
            activities.addLast(() -> {
                activity.accept(action.getScheduleTask().getInput().getValue().getBytes(StandardCharsets.UTF_8));
                happens(
                        name,
                        HistoryEvent.newBuilder()
                                .setEventId(-1)
                                .setTaskCompleted(TaskCompletedEvent.newBuilder()
                                        .setTaskScheduledId(action.getId())
                                        .setResult(StringValue.of("null"))));
            });
        } else if (action.hasCreateTimer()) {
            instance.work = instance.work.plus(0, 0, 1, 0);
            Timestamp due = action.getCreateTimer().getFireAt();
            instance.past.add(HistoryEvent.newBuilder()
                    .setEventId(action.getId())
                    .setTimerCreated(TimerCreatedEvent.newBuilder().setFireAt(due))
                    .build());
            instance.timers.put(action.getId(), due);
        } else if (action.hasCompleteOrchestration()) {
            CompleteOrchestrationAction ended = action.getCompleteOrchestration();
            instance.ended = ended.getOrchestrationStatus() + ": "
                    + ended.getResult().getValue() + ended.getFailureDetails().getErrorMessage();
        } else {
            throw new AssertionError("The orchestrator asks for what it should not: " + action);
        }
    }
}
