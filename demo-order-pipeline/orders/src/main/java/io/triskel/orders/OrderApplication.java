package io.triskel.orders;

import io.triskel.codec.TypeRegistry;
import io.triskel.hosting.Application;
import io.triskel.hosting.Host;
import io.triskel.hosting.Hosted;
import io.triskel.hosting.PortUse;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.http.OrderApi;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.saga.Steps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pipeline as functions host it: its mailbox is a replica, and its payment provider is simulated. */
public record OrderApplication(Style style) implements Application {
    /** The pipeline as orchestration; {@link java.util.ServiceLoader} makes it. */
    public OrderApplication() {
        this(Style.ORCHESTRATION);
    }

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public String artifact() {
        return "order";
    }

    @Override
    public String source() {
        return Ports.SOURCE;
    }

    @Override
    public List<String> styles() {
        return Style.names();
    }

    @Override
    public OrderApplication styled(String name) {
        return new OrderApplication(Style.named(name).orElseThrow());
    }

    @Override
    public Optional<Steps<?>> process() {
        return Optional.of(FulfilmentSaga.steps());
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
