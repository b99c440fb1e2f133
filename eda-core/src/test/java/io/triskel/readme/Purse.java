package io.triskel.readme;

import io.triskel.codec.TypeRegistry;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.Decider;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.store.CommandId;
import java.util.List;

public class Purse {
    record Moved(int cents) {}

    public static void main(String[] args) {
        Decider<Integer, Integer, Moved> rules = Decider.of(
                0, // what goes out must be in it
                (cents, inIt) -> inIt + cents < 0 ? List.of() : List.of(new Moved(cents)),
                (inIt, event) -> inIt + event.cents());
        var moved = new EventType("purse.moved", 1);
        var types = TypeRegistry.builder().add(moved, Moved.class).build();
        var store = InMemoryEventStore.ofObjects();
        var purses = CommandHandler.builder(rules, store, types, "/purses").build();
        var anna = new StreamId("purse-anna");
        purses.handle(anna, new CommandId("birthday"), 500, Metadata.empty());
        purses.handle(anna, new CommandId("birthday"), 500, Metadata.empty()); // sent again, takes effect once
        System.out.println(purses.load(anna)); // Loaded[state=500, revision=1]
    }
}
