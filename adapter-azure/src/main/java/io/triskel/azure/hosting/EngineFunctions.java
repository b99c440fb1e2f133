package io.triskel.azure.hosting;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import com.microsoft.durabletask.azurefunctions.DurableActivityTrigger;
import com.microsoft.durabletask.azurefunctions.DurableClientContext;
import com.microsoft.durabletask.azurefunctions.DurableClientInput;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The functions that speak to Durable Functions where it leads an application's process: the process's consumer, the clock and the
 * function that replay the consumer's parked events, and the activity that sends what the orchestrator asks for. They replace those of
 * the same names; {@link FunctionFiles} writes the {@code function.json} of each.
 */
public final class EngineFunctions {
    private static final String CLIENT = "durable";

    /** Called by the worker. */
    public EngineFunctions() {}

    /** Starts and answers orchestrations, as {@link EventsFunction#settle} settles a batch. */
    @ExponentialBackoffRetry(maxRetryCount = -1, minimumInterval = "00:00:01", maximumInterval = "00:00:30")
    public void settle(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = "%" + FunctionSettings.HUB + "%",
                            connection = EventsFunction.CONNECTION,
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("PartitionContext") String partition,
            @DurableClientInput(name = CLIENT) DurableClientContext durable,
            ExecutionContext context) {
        connected(durable)
                .consumer(EventsFunction.consumer(context.getFunctionName()))
                .settle(events, properties, systemProperties, partition, context);
    }

    /** Once a minute. */
    public void clock(
            @TimerTrigger(name = "timer", schedule = ClockFunction.EVERY_MINUTE) String timer,
            @DurableClientInput(name = CLIENT) DurableClientContext durable,
            ExecutionContext context) {
        connected(durable);
        new ClockFunction().clock(timer, context);
    }

    /** Replays parked events as {@link ReplayFunction} does; those of the process start and answer orchestrations. */
    public HttpResponseMessage replay(
            @HttpTrigger(
                            name = "request",
                            route = ReplayFunction.PATH + "{consumer}",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.FUNCTION)
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("consumer") String consumer,
            @DurableClientInput(name = CLIENT) DurableClientContext durable,
            ExecutionContext context) {
        connected(durable);
        return new ReplayFunction().replay(request, consumer, context);
    }

    /** Sends the command that the orchestrator asks for; the orchestrator asks again until it works. */
    public String ask(
            @DurableActivityTrigger(name = "request") String request,
            @DurableClientInput(name = CLIENT) DurableClientContext durable,
            ExecutionContext context) {
        FunctionState running = connected(durable);
        try {
            running.desk().ask(request.getBytes(StandardCharsets.UTF_8), running.deadline());
            return "sent";
        } finally {
            running.write("ask", context.getLogger());
        }
    }

    private static FunctionState connected(DurableClientContext durable) {
        FunctionState running = FunctionState.get();
        running.desk().connect(durable::getClient);
        return running;
    }
}
