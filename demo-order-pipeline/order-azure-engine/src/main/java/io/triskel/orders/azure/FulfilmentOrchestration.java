package io.triskel.orders.azure;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.durabletask.RetryPolicy;
import com.microsoft.durabletask.TaskCanceledException;
import com.microsoft.durabletask.TaskOptions;
import com.microsoft.durabletask.TaskOrchestrationContext;
import com.microsoft.durabletask.azurefunctions.DurableOrchestrationTrigger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Process fulfilment, written by triskel export; change the process, not this. The activity {@link #ASK} sends commands; whoever
 * takes a reply raises the event that the command's token names, with an {@link Answer}.
 */
public final class FulfilmentOrchestration {
    /** The orchestrator. */
    public static final String PROCESS = "fulfilment_process";

    /** The activity that sends commands. */
    public static final String ASK = "fulfilment_ask";

    private static final String UNANSWERED = "";

    /** What a reply tells, and what is kept after it, as JSON in a text. */
    public record Answer(String reply, String data) {}

    /** The input of an instance. */
    public record Input(String instance, State state) {}

    /** What the process keeps, as JSON in a text. */
    public record State(String data) {}

    /** Runs one instance; its input is {@code {"instance": .., "state": {"data": ..}}}. */
    @FunctionName(PROCESS)
    public String run(@DurableOrchestrationTrigger(name = "context") TaskOrchestrationContext context) {
        Input input = context.getInput(Input.class);
        Map<String, String> request = new LinkedHashMap<>();
        request.put("process", "fulfilment");
        request.put("instance", input.instance());
        request.put("data", input.state().data());
        String next = "reserve";
        while (true) {
            switch (next) {
                case "reserve" -> {
                    // Asks inventory.
                    Answer answer = ask(context, request, "do reserve", "orders.reserve-stock.v1", 86400, 0);
                    request.put("data", answer.data());
                    switch (answer.reply()) {
                        case "orders.stock-reserved.v1" -> next = "charge";
                        case "orders.stock-refused.v1" -> {
                            request.put("why", "reserve failed: StockRefused");
                            next = "tell compensated";
                        }
                        case "orders.order-cancelled.v1" -> {
                            request.put("why", "called off by OrderCancelled");
                            next = "undo reserve";
                        }
                        case UNANSWERED -> {
                            request.put("why", "reserve was not answered in time");
                            next = "undo reserve";
                        }
                        default -> throw stuck(context, "a reply that is not known here: " + answer.reply());
                    }
                }
                case "charge" -> {
                    // Asks payment.
                    Answer answer = ask(context, request, "do charge", "orders.charge-payment.v1", 900, 0);
                    request.put("data", answer.data());
                    switch (answer.reply()) {
                        case "orders.payment-charged.v1" -> next = "confirm";
                        case "orders.payment-declined.v1" -> {
                            request.put("why", "charge failed: PaymentDeclined");
                            next = "undo reserve";
                        }
                        case "orders.order-cancelled.v1" -> {
                            request.put("why", "called off by OrderCancelled");
                            next = "undo charge";
                        }
                        case UNANSWERED -> {
                            request.put("why", "charge was not answered in time");
                            next = "undo charge";
                        }
                        default -> throw stuck(context, "a reply that is not known here: " + answer.reply());
                    }
                }
                case "confirm" -> {
                    // Asks ordering.
                    Answer answer = ask(context, request, "do confirm", "orders.confirm-order.v1", 86400, 0);
                    request.put("data", answer.data());
                    switch (answer.reply()) {
                        case "orders.order-confirmed.v1" -> next = "ship";
                        case "orders.order-cancelled.v1" -> {
                            request.put("why", "called off by OrderCancelled");
                            next = "undo charge";
                        }
                        case UNANSWERED -> {
                            request.put("why", "confirm was not answered in time");
                            next = "undo charge";
                        }
                        default -> throw stuck(context, "a reply that is not known here: " + answer.reply());
                    }
                }
                case "ship" -> {
                    // Asks ordering.
                    Answer answer = ask(context, request, "do ship", "orders.ship-order.v1", 86400, 0);
                    request.put("data", answer.data());
                    switch (answer.reply()) {
                        case "orders.order-shipped.v1" -> next = "completed";
                        case "orders.order-not-shipped.v1" -> {
                            request.put("why", "ship failed: OrderNotShipped");
                            next = "undo charge";
                        }
                        case "orders.order-cancelled.v1" -> {
                            request.put("why", "called off by OrderCancelled");
                            next = "undo charge";
                        }
                        case UNANSWERED -> throw stuck(context, "ship was not answered in time");
                        default -> throw stuck(context, "a reply that is not known here: " + answer.reply());
                    }
                }
                case "completed" -> {
                    return "completed";
                }
                case "undo charge" -> {
                    // Asks payment.
                    Answer answer = ask(context, request, "undo charge", "orders.refund-payment.v1", 86400, 3);
                    request.put("data", answer.data());
                    switch (answer.reply()) {
                        case "orders.payment-refunded.v1", "orders.payment-voided.v1", "orders.payment-declined.v1" ->
                            next = "undo reserve";
                        case UNANSWERED -> throw stuck(context, "undo charge was not answered in time");
                        default -> throw stuck(context, "a reply that is not known here: " + answer.reply());
                    }
                }
                case "undo reserve" -> {
                    // Asks inventory.
                    Answer answer = ask(context, request, "undo reserve", "orders.release-stock.v1", 86400, 3);
                    request.put("data", answer.data());
                    switch (answer.reply()) {
                        case "orders.stock-released.v1", "orders.stock-refused.v1" -> next = "tell compensated";
                        case UNANSWERED -> throw stuck(context, "undo reserve was not answered in time");
                        default -> throw stuck(context, "a reply that is not known here: " + answer.reply());
                    }
                }
                case "tell compensated" -> {
                    // Tells ordering.
                    call(context, request, "compensated", "orders.reject-order.v1", "");
                    next = "compensated";
                }
                case "compensated" -> {
                    return "compensated";
                }
                default -> throw new IllegalStateException(next);
            }
        }
    }

    /** Asks as often as it may; the answer is {@link #UNANSWERED} if nobody did. */
    private static Answer ask(
            TaskOrchestrationContext context,
            Map<String, String> request,
            String ask,
            String command,
            int seconds,
            int retries) {
        for (int tried = 0; tried <= retries; tried++) {
            call(context, request, ask, command, context.getInstanceId() + "/" + ask);
            try {
                return context.waitForExternalEvent(ask, Duration.ofSeconds(seconds), Answer.class)
                        .await();
            } catch (TaskCanceledException nobodyAnswered) {
                // Asked again, with the same command.
            }
        }
        return new Answer(UNANSWERED, request.getOrDefault("data", "null"));
    }

    private static void call(
            TaskOrchestrationContext context, Map<String, String> request, String ask, String command, String token) {
        Map<String, String> asked = new LinkedHashMap<>(request);
        asked.put("ask", ask);
        asked.put("command", command);
        asked.put("token", token);
        RetryPolicy untilItWorks = new RetryPolicy(1_000, Duration.ofSeconds(1))
                .setBackoffCoefficient(2)
                .setMaxRetryInterval(Duration.ofMinutes(5));
        context.callActivity(ASK, asked, new TaskOptions(untilItWorks)).await();
    }

    /** The host reports a failure without its message, and the custom status as it is. */
    private static IllegalStateException stuck(TaskOrchestrationContext context, String why) {
        context.setCustomStatus(why);
        return new IllegalStateException("fulfilment is stuck: " + why);
    }
}
