package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plain records are decoded without databind, and read as databind reads them. */
class PlainReadingTest {
    private static final EventType PAID = EventType.of("paid", 1);

    record Paid(
            String order,
            long cents,
            Optional<String> note,
            @Nullable String voucher) {}

    record Plain(String order, long cents, Optional<String> note) {}

    /** Runs in a class loader of its own. */
    static final class Decoding implements Callable<String> {
        @Override
        public String call() {
            EventCodec codec = codec(Plain.class);
            Envelope<?> structured = codec.decode(event("{'order':'o','cents':5}"));
            Envelope<?> binary = codec.decodeBinary(new WireEvent(
                    Map.of("specversion", "1.0", "id", "1", "source", "/s", "type", PAID.wire()),
                    bytes("{'order':'p','cents':6}")));
            return structured.data() + " " + binary.data();
        }
    }

    /** Knows what it has loaded; shares nothing with the class loader of the tests. */
    private static final class OwnClasses extends URLClassLoader {
        OwnClasses(URL... urls) {
            super(urls, ClassLoader.getPlatformClassLoader());
        }

        boolean hasLoaded(String name) {
            return findLoadedClass(name) != null;
        }
    }

    @Test
    void a_function_that_reads_plain_records_never_loads_databind() throws Exception {
        try (OwnClasses classes = new OwnClasses(classPath())) {
            Constructor<?> constructor =
                    classes.loadClass(Decoding.class.getName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            Callable<?> decoding = (Callable<?>) constructor.newInstance();

            assertThat(decoding.call())
                    .isEqualTo("Plain[order=o, cents=5, note=Optional.empty]"
                            + " Plain[order=p, cents=6, note=Optional.empty]");
            assertThat(classes.hasLoaded(EventCodec.class.getName())).isTrue();
            assertThat(classes.hasLoaded(ObjectMapper.class.getName())).isFalse();
        }
    }

    @Test
    void what_is_not_plain_is_read_by_databind_before_and_after_plain_events() {
        EventCodec codec = codec(Paid.class);

        List<Object> read = Stream.of(
                        "{'order':'a','cents':1,'voucher':'v'}",
                        "{'order':'b','cents':2}",
                        "{'order':'c','cents':3,'note':null,'voucher':null}",
                        "{'order':'d','cents':4,'note':'n','voucher':'w'}")
                .<Object>map(data -> codec.decode(event(data)).data())
                .toList();

        assertThat(read)
                .containsExactly(
                        new Paid("a", 1, Optional.empty(), "v"),
                        new Paid("b", 2, Optional.empty(), null),
                        new Paid("c", 3, Optional.empty(), null),
                        new Paid("d", 4, Optional.of("n"), "w"));
    }

    private static EventCodec codec(Class<?> type) {
        return EventCodec.of(TypeRegistry.builder().add(PAID, type).build());
    }

    private static byte[] event(String data) {
        return bytes("{'specversion':'1.0','id':'1','source':'/s','type':'" + PAID.wire() + "','data':" + data + "}");
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static URL[] classPath() {
        List<URL> urls = new ArrayList<>();
        Stream.of(
                        PlainReadingTest.class,
                        EventCodec.class,
                        JsonFactory.class,
                        JsonProperty.class,
                        ObjectMapper.class,
                        Jdk8Module.class,
                        JavaTimeModule.class,
                        ParameterNamesModule.class,
                        Nullable.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .distinct()
                .forEach(urls::add);
        return urls.toArray(URL[]::new);
    }
}
