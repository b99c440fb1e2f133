package io.triskel.asyncapi;

import io.triskel.codec.TypeRegistry;
import io.triskel.consume.EventConsumer;
import io.triskel.event.EventKind;

/** What {@code docs/asyncapi.md} shows, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings("unused")
final class AsyncApiPage {
    private AsyncApiPage() {}

    sealed interface OrderEvent {}

    record OrderPlaced(String order) implements OrderEvent {}

    record PaymentCommand(String order) {}

    static void document(TypeRegistry types, EventConsumer shipping) {
        String document = AsyncApi.of("Shop", "1.0.0", types)
                .channel("orders", "All that happens to orders.")
                .messages(EventKind.Sourced.class, "order-{order}", OrderEvent.class) // all types of a sealed interface
                .messages(EventKind.Command.class, "{order}", PaymentCommand.class)
                .sends("ordering", OrderEvent.class)
                .receives(shipping) // a Consumer
                .json();
    }
}
