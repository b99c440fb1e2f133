package io.triskel.orders;

import io.triskel.codec.TypeRegistry;
import io.triskel.hosting.Application;
import io.triskel.hosting.Host;
import io.triskel.hosting.Hosted;
import io.triskel.hosting.PortUse;
import io.triskel.orders.http.OrderApi;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pipeline as functions host it: its mailbox is a replica, and its payment provider is simulated. */
public record OrderApplication(Style style) implements Application {
    @Override
    public String name() {
        return "orders";
    }

    @Override
    public TypeRegistry types() {
        return OrderTypes.registry();
    }

    @Override
    public List<String> consumers() {
        return OrderPipeline.consumerNames(style);
    }

    @Override
    public Map<String, Set<PortUse>> uses() {
        return PortUses.of(style);
    }

    @Override
    public Hosted<OrderPipeline> on(Host host) {
        Ports ports = new Ports(
                host.platform(),
                host.lookup(),
                host.lookupBase(),
                new SentMessages(host.platform().stores().replicas()),
                PaymentProvider.simulated());
        OrderPipeline pipeline = host.leader()
                .map(leader -> new OrderPipeline(ports, leader))
                .orElseGet(() -> new OrderPipeline(ports, style));
        return new Hosted<>(pipeline, new OrderApi(pipeline, host.platform().states()));
    }
}
