package io.triskel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's build has the core and JSpecify on its class path, and every warning of the compiler is an error. */
class CompiledWithoutJacksonTest {
    private static final String PROGRAM = """
            package shop;

            import io.triskel.asyncapi.AsyncApi;
            import io.triskel.codec.EventCodec;
            import io.triskel.codec.JsonObject;
            import io.triskel.codec.SchemaWriter;
            import io.triskel.codec.StateCodec;
            import io.triskel.codec.TypeRegistry;
            import io.triskel.decide.Decider;
            import io.triskel.event.EventType;
            import io.triskel.event.StreamId;
            import io.triskel.event.WireName;
            import io.triskel.memory.InMemoryPlatform;
            import io.triskel.projection.Projection;
            import io.triskel.saga.Progress;
            import io.triskel.saga.Saga;
            import io.triskel.saga.Steps;
            import java.math.BigDecimal;
            import java.nio.charset.StandardCharsets;
            import java.time.Duration;
            import java.util.ArrayList;
            import java.util.List;
            import java.util.function.Supplier;

            public final class Program implements Supplier<List<String>> {
                sealed interface Payment {
                    @WireName("card")
                    record Card(@WireName("card-number") String number) implements Payment {}

                    @WireName("cash")
                    record Cash(BigDecimal euros) implements Payment {}
                }

                record Order(String id) {}
                record Placed(String order, Payment payment) {}
                record Place(String order, Payment payment) {}
                record Reserve(String order) {}
                record Reserved(String order) {}
                record Release(String order) {}
                record Released(String order) {}
                record Reject(String order, String why) {}
                record Row(String order, int count) {
                    Row after(Placed placed) {
                        return new Row(placed.order(), count + 1);
                    }
                }

                static TypeRegistry types() {
                    return TypeRegistry.builder()
                            .add("orders.placed", 2, Placed.class)
                            .upcast(EventType.of("orders.placed", 1), EventType.of("orders.placed", 2), Program::upcast)
                            .add("orders.reject", 1, Reject.class)
                            .add("stock.reserve", 1, Reserve.class).add("stock.reserved", 1, Reserved.class)
                            .add("stock.release", 1, Release.class).add("stock.released", 1, Released.class)
                            .build();
                }

                static JsonObject upcast(JsonObject old) {
                    return old.rename("id", "order")
                            .set("payment", JsonObject.empty().set("@type", "cash").set("euros", old.number("euros")))
                            .remove("euros");
                }

                static Saga<Progress<Order>> saga() {
                    return Steps.named("fulfilment", Order.class)
                            .startedBy(Placed.class, Placed::order, placed -> new Order(placed.order()))
                            .step("reserve")
                            .command("inventory", order -> new Reserve(order.id()))
                            .done(Reserved.class).within(Duration.ofMinutes(1))
                            .undo("inventory", order -> new Release(order.id())).undone(Released.class)
                            .whenCompensated("ordering", (order, why) -> new Reject(order.id(), why))
                            .build();
                }

                @Override
                public List<String> get() {
                    List<String> said = new ArrayList<>();
                    InMemoryPlatform platform = InMemoryPlatform.of("/shop", types());
                    Row none = new Row("", 0);
                    Decider<Place, Row, Placed> rules = Decider.of(
                            none, (place, row) -> List.of(new Placed(place.order(), place.payment())), Row::after);
                    var orders = platform.commands(rules).build();
                    var view = platform.view(Projection.of("orders", Row.class, Placed.class, none, Row::after));
                    var fulfilment = platform.saga(saga());
                    var inventory = platform.participant("inventory")
                            .on(Reserve.class, reserve -> new Reserved(reserve.order()))
                            .build();
                    var printer = platform.consumer("printer")
                            .on(Placed.class, (event, handling) -> said.add(event.data().toString()))
                            .build();
                    var pump = platform.subscribe(view, fulfilment, inventory, printer);
                    StreamId stream = StreamId.of("order", "42");
                    said.add(orders.handle(stream, "c-1", new Place("42", new Payment.Card("4711"))).tag());
                    pump.drain();
                    said.add(view.find(stream).orElseThrow().toString());
                    said.add(fulfilment.find("42").orElseThrow().status().toString());
                    String old = "{\\"specversion\\":\\"1.0\\",\\"id\\":\\"1\\",\\"source\\":\\"/shop\\",\\"type\\":\\"orders.placed.v1\\","
                            + "\\"data\\":{\\"id\\":\\"41\\",\\"euros\\":10.50}}";
                    said.add(EventCodec.of(types()).decode(old.getBytes(StandardCharsets.UTF_8)).data().toString());
                    said.add(new String(StateCodec.of().encode(new Payment.Card("4711")), StandardCharsets.UTF_8));
                    said.add(AsyncApi.of("Shop", "1", types()).document().text("asyncapi"));
                    said.add(new SchemaWriter("#/").data(Row.class).text("$ref"));
                    return said;
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void a_program_needs_no_jackson_to_compile_and_runs_with_it() throws Exception {
        assertThat(compile("Program", PROGRAM)).isEmpty();

        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Supplier<?> program = (Supplier<?>)
                    loader.loadClass("shop.Program").getConstructor().newInstance();
            assertThat(program.get())
                    .isEqualTo(List.of(
                            "done",
                            "Placed[order=42, payment=Card[number=4711]]",
                            "Row[order=42, count=1]",
                            "Ended[ending=completed]",
                            "Placed[order=41, payment=Cash[euros=10.50]]",
                            "{\"@type\":\"card\",\"card-number\":\"4711\"}",
                            "3.0.0",
                            "#/Program.Row"));
        }
    }

    @Test
    void what_names_jackson_does_not_compile_here() throws IOException {
        assertThat(compile("Named", "class Named { com.fasterxml.jackson.databind.JsonNode node; }"))
                .contains("package com.fasterxml.jackson.databind does not exist");
    }

    /** {@return what the compiler says, nothing if it is content} */
    private String compile(String name, String program) throws IOException {
        Path source = Files.writeString(folder.resolve(name + ".java"), program);
        String path = locationOf(Envelope.class) + File.pathSeparator + locationOf(NullMarked.class);
        StringWriter said = new StringWriter();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release", "17", "-proc:none", "-Xlint:all", "-Werror", "-d", folder.toString(), "-cp", path);
            boolean compiled = javac.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            return said + (compiled ? "" : "It does not compile");
        }
    }

    private static Path locationOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
}
