package io.triskel.orders.asyncapi;

import io.triskel.asyncapi.AsyncApi;
import io.triskel.consume.EventConsumer;
import io.triskel.event.EventKind;
import io.triskel.hosting.Application;
import io.triskel.hosting.Heartbeat;
import io.triskel.hosting.manifest.PrintedByStyle;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.notify.Lookup;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.choreography.PaymentWatch;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.inventory.ReservationCommand;
import io.triskel.orders.inventory.ReservationEvent;
import io.triskel.orders.inventory.StockEvent;
import io.triskel.orders.notification.OrderNews;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.ordering.OrderCommand;
import io.triskel.orders.ordering.OrderEvent;
import io.triskel.orders.payment.PaymentCommand;
import io.triskel.orders.payment.PaymentEvent;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.personal.SubjectForgotten;
import java.net.URI;
import java.util.Collection;
import java.util.List;

/** The AsyncAPI document of the order pipeline. */
public final class OrdersAsyncApi {
    /** The version of the messages: it changes with a type or a schema, and not with the code. */
    private static final String VERSION = "1.0.0";

    private OrdersAsyncApi() {}

    /** {@return the document of the pipeline in this style, as JSON} */
    public static String of(Style style) {
        return document(style).json();
    }

    /** {@return the document of the pipeline in this style} */
    public static AsyncApi document(Style style) {
        AsyncApi document = AsyncApi.of("Triskel order pipeline", VERSION, OrderTypes.registry())
                .description("Orders from placing to shipping, by " + style.text()
                        + ". Written by `./triskel export asyncapi`; docs/asyncapi.md says how to read it.")
                .channel(
                        "orders",
                        "The one bus of the pipeline: a Kinesis stream, an event hub or a Pub/Sub topic, whose name"
                                + " the deployment chooses. Kinesis carries events in structured mode, as the payloads"
                                + " say. Event Hubs and Pub/Sub carry them in binary mode: the data alone is the body, and"
                                + " the other members are properties (`cloudEvents:`) or attributes (`ce-`).")
                .messages(EventKind.StateTransfer.class, "{product}", Product.class)
                .messages(EventKind.Sourced.class, "order-{order}", OrderEvent.class)
                .messages(EventKind.Notification.class, "order-{order}", OrderNews.class)
                .messages(EventKind.Sourced.class, "stock-{product}", StockEvent.class)
                .messages(EventKind.Sourced.class, "reservation-{order}", ReservationEvent.class)
                .messages(EventKind.Sourced.class, "payment-{order}", PaymentEvent.class)
                .messages(
                        EventKind.Command.class,
                        "{order}",
                        ReservationCommand.class,
                        PaymentCommand.class,
                        OrderCommand.class)
                .messages(EventKind.Plain.class, "{subject}", SubjectForgotten.class)
                .messages(EventKind.Plain.class, "heartbeat-{minute}", Heartbeat.class)
                .sends("catalogue", Product.class)
                .sends("ordering", OrderEvent.class)
                .sends("customers", SubjectForgotten.class)
                .sends("inventory", StockEvent.class, ReservationEvent.class)
                .sends("payment", PaymentEvent.class)
                .sends("order-news", OrderNews.class)
                .sends(Application.CLOCK, Heartbeat.class);
        if (style == Style.CHOREOGRAPHY) {
            document.sends(PaymentWatch.NAME, PaymentCommand.GiveUp.class);
        } else {
            document.sends(
                    FulfilmentSaga.NAME,
                    ReservationCommand.class,
                    PaymentCommand.Charge.class,
                    PaymentCommand.Refund.class,
                    OrderCommand.class);
        }
        consumers(style).forEach(document::receives);
        return document;
    }

    /** The answers come from a pipeline that never runs. */
    private static Collection<EventConsumer> consumers(Style style) {
        InMemoryPlatform platform = InMemoryPlatform.of(Ports.SOURCE, OrderTypes.registry());
        Lookup nowhere = (address, etag, deadline) -> {
            throw new IllegalStateException("Describing consumers looks nothing up");
        };
        Ports ports = new Ports(
                platform,
                nowhere,
                URI.create("http://orders.invalid/"),
                new SentMessages(platform.stores().replicas()),
                PaymentProvider.simulated());
        return new OrderPipeline(ports, style).consumers().values();
    }

    /**
     * Prints the document.
     *
     * @param arguments {@code --style} and its name; none for orchestration; or {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(PrintedByStyle.run(
                "Print the demo's messages, their schemas, senders and receivers, as an AsyncAPI 3.0 document.",
                List.of(arguments),
                Style.names(),
                style -> of(Style.named(style).orElseThrow()),
                System.out,
                System.err));
    }
}
