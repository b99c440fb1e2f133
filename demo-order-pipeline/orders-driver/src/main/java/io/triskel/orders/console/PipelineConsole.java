package io.triskel.orders.console;

import io.triskel.console.Console;
import io.triskel.console.ConsoleBuilder;
import io.triskel.orders.asyncapi.OrdersAsyncApi;
import io.triskel.orders.inventory.ReservationCommand;
import io.triskel.orders.inventory.ReservationEvent;
import io.triskel.orders.payment.PaymentCommand;
import io.triskel.orders.payment.PaymentEvent;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import io.triskel.platform.Platform;

/** The order pipeline, as a console shows it. */
public final class PipelineConsole {
    private PipelineConsole() {}

    /**
     * {@return a console of a pipeline's parts}
     *
     * @param platform of the pipeline
     */
    public static ConsoleBuilder of(Platform platform, OrderPipeline pipeline, Style style) {
        return on(Console.of(platform).consumers(pipeline.consumers().values()), style);
    }

    /** {@return a console of its parts, which knows the pipeline's streams, compensations and contract now} */
    public static ConsoleBuilder on(ConsoleBuilder console, Style style) {
        return console.application("order-pipeline")
                .streams("order-{id}", "reservation-{id}", "payment-{id}")
                .compensations(
                        ReservationCommand.Release.class,
                        ReservationEvent.StockReleased.class,
                        PaymentCommand.Refund.class,
                        PaymentCommand.GiveUp.class,
                        PaymentEvent.PaymentRefunded.class,
                        PaymentEvent.PaymentVoided.class)
                .asyncApi(() -> OrdersAsyncApi.document(style));
    }
}
