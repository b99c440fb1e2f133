package io.triskel.orders.notification;

import io.triskel.consume.EventHandler.Handling;
import io.triskel.event.Envelope;
import io.triskel.notify.Lookup.Fetched;
import io.triskel.notify.NotificationHandler.NotifiedHandler;

/** Writes the outcome of the order to the customer, unless the address is unknown. */
public final class CustomerNotifier implements NotifiedHandler<OrderPage> {
    private final Mailbox mailbox;

    public CustomerNotifier(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public void handle(Envelope<?> notification, Fetched<OrderPage> fetched, Handling handling) {
        OrderPage page = fetched.state();
        page.email()
                .ifPresent(to -> mailbox.send(
                        new Mailbox.Message(page.order() + " " + page.status().text(), to, text(page))));
    }

    private static String text(OrderPage page) {
        String greeting = page.name().map(name -> "Dear " + name + ", your").orElse("Your");
        return greeting + " order " + page.order() + " is " + page.status().text()
                + page.reason().map(why -> ": " + why).orElse("") + ".";
    }
}
