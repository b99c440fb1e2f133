package io.triskel.azure.eventhubs;

import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventDataBatch;
import com.azure.messaging.eventhubs.EventHubProducerAsyncClient;
import com.azure.messaging.eventhubs.models.CreateBatchOptions;
import io.triskel.azure.AzureErrors;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * One partition's part of a request: as many batches as the encoded events need, sent one after another, so that no
 * event is sent after a rejected one. Creating a batch needs an open link, so a failure there is certain to precede
 * sending.
 */
final class PartitionRequest {
    private final EventHubProducerAsyncClient producer;
    private final List<Outgoing> request;
    private final Optional<String> partition;
    private final List<Integer> places;
    private final Supplier<Duration> remaining;
    private final BusResult[] results;
    private final String position;
    private final Set<OrderingKey> broken = new HashSet<>();

    /**
     * The events of a batch.
     *
     * @param results of these events once the hub has accepted the batch; created while the events are in the
     *     processor's cache, since reading each again after the answer takes longer than encoding its data
     */
    private record Taken(List<Integer> places, List<BusResult> results) {
        Taken(int most) {
            this(new ArrayList<>(most), new ArrayList<>(most));
        }
    }

    PartitionRequest(
            EventHubProducerAsyncClient producer,
            List<Outgoing> request,
            Optional<String> partition,
            List<Integer> places,
            Supplier<Duration> remaining,
            BusResult[] results) {
        this.producer = producer;
        this.request = request;
        this.partition = partition;
        this.places = places;
        this.remaining = remaining;
        this.results = results;
        this.position = producer.getEventHubName() + "/" + partition.orElse("") + "/";
    }

    /** Never fails: failures become the events' results. */
    Mono<Void> send() {
        return sendFrom(0);
    }

    private Mono<Void> sendFrom(int from) {
        Duration left = remaining.get();
        if (left.isZero() || left.isNegative()) {
            fail(
                    places.subList(from, places.size()),
                    RejectionCause.TRANSIENT,
                    "The deadline passed before this event was sent");
            return Mono.empty();
        }
        CreateBatchOptions options = new CreateBatchOptions();
        partition.ifPresent(options::setPartitionId);
        return producer.createBatch(options)
                .timeout(left)
                .onErrorResume(failure -> {
                    fail(
                            places.subList(from, places.size()),
                            AzureErrors.causeBeforeSending(failure),
                            AzureErrors.message(failure));
                    return Mono.empty();
                })
                .flatMap(batch -> fillAndSend(batch, from));
    }

    private Mono<Void> fillAndSend(EventDataBatch batch, int from) {
        Taken taken = new Taken(places.size() - from);
        int next = fill(batch, from, taken);
        if (taken.places().isEmpty()) {
            return Mono.empty();
        }
        Duration left = remaining.get();
        return producer.send(batch)
                .timeout(left.isNegative() ? Duration.ZERO : left)
                .thenReturn(Optional.<Throwable>empty())
                .onErrorResume(failure -> Mono.just(Optional.of(failure)))
                .flatMap(failure -> {
                    if (failure.isPresent()) {
                        refused(failure.get(), taken.places(), next);
                        return Mono.empty();
                    }
                    accept(taken);
                    return next == places.size() ? Mono.empty() : sendFrom(next);
                });
    }

    /** {@return where the next batch begins; this batch is full or contains all the rest} */
    private int fill(EventDataBatch batch, int from, Taken taken) {
        for (int i = from; i < places.size(); i++) {
            int place = places.get(i);
            Optional<OrderingKey> key = request.get(place).event().key();
            if (!broken.isEmpty() && key.filter(broken::contains).isPresent()) {
                fail(List.of(place), RejectionCause.TRANSIENT, "Not sent: an earlier event of its key was not sent");
            } else if (fits(batch, place, taken.places().isEmpty())) {
                taken.places().add(place);
                taken.results()
                        .add(BusResult.ok(
                                position + request.get(place).event().id().id()));
            } else if (results[place] == null) {
                return i;
            } else {
                key.ifPresent(broken::add);
            }
        }
        return places.size();
    }

    private boolean fits(EventDataBatch batch, int place, boolean alone) {
        try {
            if (batch.tryAdd(AmqpBinding.write(request.get(place)))) {
                return true;
            }
            if (alone) {
                fail(
                        List.of(place),
                        RejectionCause.TOO_LARGE,
                        "The hub accepts messages of at most " + batch.getMaxSizeInBytes()
                                + " bytes, this one is larger");
            }
        } catch (AmqpException tooLarge) {
            fail(List.of(place), AzureErrors.causeOf(tooLarge), AzureErrors.message(tooLarge));
        }
        return false;
    }

    private void refused(Throwable failure, List<Integer> taken, int next) {
        String message = AzureErrors.message(failure);
        RejectionCause cause = AzureErrors.causeOf(failure);
        fail(taken, cause, message);
        fail(
                places.subList(next, places.size()),
                cause == RejectionCause.UNKNOWN ? RejectionCause.TRANSIENT : cause,
                "Not sent: an earlier batch failed: " + message);
    }

    private void accept(Taken taken) {
        for (int i = 0; i < taken.places().size(); i++) {
            results[taken.places().get(i)] = taken.results().get(i);
        }
    }

    private void fail(List<Integer> which, RejectionCause cause, String message) {
        which.forEach(place -> results[place] = BusResult.failed(cause, message));
    }
}
