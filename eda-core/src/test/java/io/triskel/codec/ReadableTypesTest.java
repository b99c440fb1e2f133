package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import io.triskel.memory.InMemoryStores;
import io.triskel.personal.Personal;
import io.triskel.personal.SubjectForgotten;
import io.triskel.projection.Projection;
import io.triskel.projection.View;
import io.triskel.saga.StateForm;
import io.triskel.transfer.Replicator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can never be read back is refused when it is registered, by name and path; what can is not. */
class ReadableTypesTest {
    private static final EventType TYPE = EventType.of("test.thing", 3);
    private static final StateCodec STATES = StateCodec.of();

    record Holder<T>(T value) {}

    record AnyObject(Object any) {}

    record Deep(Optional<List<Map<String, AnyObject>>> deep) {}

    record OpenInterface(Runnable open) {}

    record OpenClass(Number open) {}

    record RawList(@SuppressWarnings("rawtypes") List list) {}

    record Wildcard(List<?> list) {}

    record RawHolder(@SuppressWarnings("rawtypes") Holder holder) {}

    record OldDate(Date date) {}

    record ListOrSet(Collection<String> some) {}

    record Unequal(ArrayDeque<String> some) {}

    record RecordKey(Map<OldKey, String> map) {}

    record OldKey(String text) {}

    record Unsorted(TreeSet<OldKey> set) {}

    record UnsortedMap(TreeMap<NotComparable, String> map) {}

    enum Pure {
        ONE
    }

    static final class NotComparable {
        private final String text;

        @JsonCreator
        NotComparable(String text) {
            this.text = text;
        }

        @JsonValue
        String text() {
            return text;
        }
    }

    record TwiceOptional(Optional<Optional<String>> twice) {}

    record OptionalTooDeep(List<List<Optional<String>>> deep) {}

    record OptionalIntTooDeep(Map<String, List<OptionalInt>> deep) {}

    record GenericArray(Family.Outcome<String>[] array) {}

    record PersonalGenericSet(Personal<Family.Outcome<String>> who) {}

    record KnownOnly(Personal.Known<String> who) {}

    sealed interface Half permits Half.Whole, Half.Unknown {
        @JsonTypeName("whole")
        record Whole() implements Half {}

        non-sealed interface Unknown extends Half {}
    }

    record OfHalf(List<Half> half) {}

    sealed interface Loose {
        @JsonTypeName("of")
        record Of<T>(T value) implements Loose {}
    }

    record Growing<T>(Optional<Growing<List<T>>> next) {}

    record Grows(Growing<String> from) {}

    record Ignoring(@JsonIgnore String text) {}

    record WriteOnly(
            @JsonProperty(access = JsonProperty.Access.READ_ONLY)
            String text) {}

    record MadeOtherwise(String text) {
        @JsonCreator
        static MadeOtherwise of(String text) {
            return new MadeOtherwise(text);
        }
    }

    static class Plain {
        public String text = "";
    }

    @SuppressWarnings("ClassCanBeStatic")
    class Inner {
        public String text = "";
    }

    static Arguments[] refused() {
        return new Arguments[] {
            Arguments.of(AnyObject.class, "any", "Object may be anything"),
            Arguments.of(Deep.class, "deep[]{}.any", "Object may be anything"),
            Arguments.of(OpenInterface.class, "open", "java.lang.Runnable is open"),
            Arguments.of(OpenClass.class, "open", "java.lang.Number is open"),
            Arguments.of(RawList.class, "list", "java.util.List is generic and comes without its arguments"),
            Arguments.of(Wildcard.class, "list", "'?' may be anything"),
            Arguments.of(RawHolder.class, "holder", "comes without its arguments"),
            Arguments.of(OldDate.class, "date", "java.util.Date is not a readable record"),
            Arguments.of(ListOrSet.class, "some", "java.util.Collection is open"),
            Arguments.of(Unequal.class, "some", "java.util.ArrayDeque is not a readable record"),
            Arguments.of(RecordKey.class, "map{key}", "a map's key is a name"),
            Arguments.of(Unsorted.class, "set", "is not Comparable"),
            Arguments.of(UnsortedMap.class, "map", "is not Comparable"),
            Arguments.of(TwiceOptional.class, "twice", "an Optional in an Optional"),
            Arguments.of(OptionalTooDeep.class, "deep[][]", "not deeper"),
            Arguments.of(OptionalIntTooDeep.class, "deep{}[]", "not deeper"),
            Arguments.of(GenericArray.class, "array", "use a List"),
            Arguments.of(PersonalGenericSet.class, "who", "put a record in between"),
            Arguments.of(KnownOnly.class, "who", "declare it as Personal<java.lang.String>"),
            Arguments.of(OfHalf.class, "half[](Unknown)", "is open"),
            Arguments.of(Loose.class, "(Of)", "nothing tells what 'T'"),
            Arguments.of(Grows.class, "from.next", "grow without end"),
            Arguments.of(Ignoring.class, "", "has @JsonIgnore"),
            Arguments.of(WriteOnly.class, "", "has @JsonProperty"),
            Arguments.of(MadeOtherwise.class, "", "has @JsonCreator")
        };
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_can_never_be_read_back_is_refused_by_name_and_path(Class<?> type, String path, String why) {
        TypeRegistry.Builder builder = TypeRegistry.builder().add(TYPE, type);

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageStartingWith("test.thing.v3 (" + type.getName()
                        + ") could be written and never be read back" + (path.isEmpty() ? ": " : ", at " + path))
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(classes = {Object.class, Plain.class, Inner.class, Runnable.class, List.class, Holder.class})
    void a_class_that_is_itself_unreadable_is_refused(Class<?> type) {
        TypeRegistry.Builder builder = TypeRegistry.builder().add(TYPE, type);

        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageStartingWith("test.thing.v3 (");
    }

    @Test
    void an_anonymous_class_and_a_lambda_are_refused() {
        Runnable lambda = () -> {};
        Object anonymous = new Object() {};

        for (Class<?> type : List.of(lambda.getClass(), anonymous.getClass())) {
            TypeRegistry.Builder builder = TypeRegistry.builder().add(TYPE, type);
            assertThatIllegalArgumentException().isThrownBy(builder::build);
        }
    }

    record Sku(@JsonValue String value) {
        @JsonCreator
        Sku {}
    }

    record Tree(Optional<Tree> left, List<Tree> more, Map<Sku, Tree> by, Named named) {}

    record Named(@JsonProperty("other") String name) {}

    record Whole(
            Family.Box<Family.Outcome<List<Family.Shape>>> box,
            List<? extends Family.Shape> shapes,
            EnumMap<Pure, List<String>> map,
            ArrayList<Tree> trees,
            OptionalInt maybe,
            List<OptionalInt> several,
            byte[] octets,
            int[][] table,
            Personal<List<Family.Box<String>>> who) {}

    @ParameterizedTest
    @ValueSource(
            classes = {
                Whole.class,
                Tree.class,
                Sku.class,
                Family.Shape.class,
                byte[].class,
                NoData.class,
                EncodedData.class,
                String.class,
                SubjectForgotten.class
            })
    void what_can_be_read_back_is_registered(Class<?> type) {
        assertThat(TypeRegistry.builder().add(TYPE, type).build().typeOf(type)).contains(TYPE);
    }

    @Test
    void a_value_class_is_one_value_also_as_a_key() {
        Tree tree = new Tree(Optional.empty(), List.of(), Map.of(), new Named("n"));
        Tree above = new Tree(Optional.of(tree), List.of(tree), Map.of(new Sku("a"), tree), new Named("m"));

        assertThat(STATES.decode(STATES.encode(above), Tree.class)).isEqualTo(above);
    }

    @Test
    void whatever_writes_states_refuses_the_class_before_there_is_one() {
        assertThatIllegalArgumentException().isThrownBy(() -> STATES.fingerprint(AnyObject.class));
        assertThatIllegalArgumentException().isThrownBy(() -> StateForm.of(AnyObject.class, STATES));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Replicator<>(new InMemoryStores().replicas(), "all", STATES, TYPE, AnyObject.class));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> View.of(new AnyObjects(), new InMemoryStores().readModel(), STATES)
                        .on(TYPE, AnyObject.class)
                        .build())
                .withMessage(AnyObject.class.getName()
                        + " could be written and never be read back, at any: an Object may be anything: name the type"
                        + " that it is");
    }

    @Test
    void a_state_of_a_class_that_nobody_registered_is_refused_when_it_is_written() {
        assertThatExceptionOfType(InvalidStateException.class)
                .isThrownBy(() -> STATES.encode(new AnyObject("x")))
                .withMessageContaining("at any");
    }

    private static final class AnyObjects implements Projection<AnyObject> {
        @Override
        public String name() {
            return "any-objects";
        }

        @Override
        public Class<AnyObject> rowType() {
            return AnyObject.class;
        }

        @Override
        public Optional<AnyObject> evolve(Optional<AnyObject> row, io.triskel.event.Envelope<?> event) {
            return row;
        }
    }
}
