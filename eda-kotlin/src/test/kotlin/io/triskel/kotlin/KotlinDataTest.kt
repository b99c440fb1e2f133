package io.triskel.kotlin

import io.triskel.codec.EventCodec
import io.triskel.codec.EventFactory
import io.triskel.codec.InvalidEventException
import io.triskel.codec.SchemaWriter
import io.triskel.codec.StateCodec
import io.triskel.codec.TypeRegistry
import io.triskel.memory.InMemoryPlatform
import io.triskel.personal.Personal
import java.math.BigDecimal
import java.time.Instant
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource

/** What kotlinc compiles is written and read like records: as events, states and rows. */
class KotlinDataTest {
    private val placed = OrderPlaced(
        OrderId("42"),
        Seat(7),
        Voucher("spring"),
        Personal.of("ann", Customer("Ann", null)),
        listOf(Line("tea", 2, BigDecimal("3.50"), 1 to "left"), Line("mug", 1, BigDecimal("8.00"), null)),
        Payment.Free,
        mapOf("spring" to BigDecimal("0.10")),
        isGift = true,
        setOf(Tag.IMPORTANT),
        note = null,
        floor = 3,
        Instant.parse("2026-01-01T00:00:00Z"),
    )
    private val platform = InMemoryPlatform.of("/orders", types(OrderPlaced::class.java))

    @Test
    fun every_supported_shape_is_read_as_it_was_written() {
        val event = platform.events().of(placed)

        val read = platform.codec().decode(platform.codec().encode(event))

        assertThat(read).isEqualTo(event)
        assertThat((read.data() as OrderPlaced).payment).isSameAs(Payment.Free)
    }

    @Test
    fun only_the_properties_of_the_constructor_are_written_by_their_names() {
        val json = String(StateCodec.of().encode(Line("tea", 2, BigDecimal("3.50"), 1 to "left")))
        val members = platform.codec().encode(platform.events().of(placed)).decodeToString()

        assertThat(json).isEqualTo("""{"product":"tea","quantity":2,"price":3.50,"shelf":{"first":1,"second":"left"}}""")
        assertThat(members).contains(""""order":"42"""", """"isGift":true""", """"tags":["vip"]""", """"@type":"free"""", """"at":""", """"level":3""")
        assertThat(members).doesNotContain("total", "ready", "note", "placedAt", "floor", "LIMIT")
    }

    @Test
    fun an_absent_or_null_member_is_null_if_the_type_allows_it() {
        assertThat(read("""{"text":"hello"}""", Posted::class.java)).isEqualTo(Posted("hello", null))
        assertThat(read("""{"name":"Ann","street":null}""", Customer::class.java)).isEqualTo(Customer("Ann", null))
    }

    @ParameterizedTest
    @MethodSource("withoutName")
    fun an_absent_or_null_member_is_rejected_if_the_type_does_not(json: String, type: Class<*>, member: String) {
        assertThatThrownBy { read(json, type) }.hasMessageContaining(member)
    }

    /** A default may differ at each call, and a replay must not. */
    @Test
    fun a_default_value_is_for_callers_and_not_for_readers() {
        assertThatThrownBy { read("""{"id":"1"}""", WithDefault::class.java) }.hasMessageContaining("at text: it is missing")
    }

    @Test
    @Suppress("UNCHECKED_CAST")
    fun null_from_java_in_a_list_is_refused_when_it_is_written() {
        val lines = java.util.Arrays.asList("tea", null) as List<String>

        assertThatThrownBy { encode(Texts(lines)) }
            .isInstanceOf(InvalidEventException::class.java)
            .hasMessageContaining("at all[1]: it is null")
    }

    @Test
    fun a_sealed_class_and_a_generic_class_are_states() {
        val shipping = Shipping.Parcel("42", Shipping.Pickup("42"))
        val pages = Pages(Page(listOf(Customer("Ann", null)), null))

        assertThat(stored(shipping, Shipping::class.java)).isEqualTo(shipping)
        assertThat(stored(pages, Pages::class.java)).isEqualTo(pages)
    }

    @Test
    fun a_value_class_is_what_it_holds_and_its_constructor_checks_what_is_read() {
        assertThat(String(StateCodec.of().encode(Taken(Seat(1), null)))).isEqualTo("""{"seat":1}""")
        assertThat(read("""{"seat":7,"voucher":"x"}""", Taken::class.java)).isEqualTo(Taken(Seat(7), Voucher("x")))
        assertThatThrownBy { read("""{"seat":0}""", Taken::class.java) }
            .hasMessageContaining("at seat: seats are numbered from 1")
        val many = (0..62).joinToString(",", "{", ",") { """"p$it":$it""" }
        assertThat(read(many + """"seat":7}""", SeatAmongMany::class.java)).hasFieldOrPropertyWithValue("seat", 7)
        assertThatThrownBy { read(many + """"seat":0}""", SeatAmongMany::class.java) }
            .hasMessageContaining("at seat: seats are numbered from 1")
        assertThatThrownBy { read("""{"voucher":"x"}""", Taken::class.java) }.hasMessageContaining("at seat: it is missing")
    }

    @Test
    fun a_class_of_many_properties_is_read_too() {
        val json = (0..69).joinToString(",", "{", "}") { """"p$it":$it""" }

        val wide = read(json, Wide::class.java) as Wide

        assertThat(listOf(wide.p0, wide.p69)).containsExactly(0, 69)
        assertThat(wide.last).isNull()
        assertThat(stored(wide, Wide::class.java)).isEqualTo(wide)
        assertThatThrownBy { read(json.replace("\"p7\":7,", ""), Wide::class.java) }.hasMessageContaining("p7")
    }

    @Test
    fun the_schema_says_what_is_required() {
        val writer = SchemaWriter("#/")
        writer.data(OrderPlaced::class.java)
        val schema = writer.definitions()["OrderPlaced"].toString()

        assertThat(schema).contains(
            """"required":["order","seat","customer","lines","payment","discounts","isGift","tags","at"]""",
            """"note":{"type":"string"}""",
            """"level":{"type":"integer"""",
        )
        assertThat(writer.definitions()["Payment"].toString()).contains(""""const":"card"""", """"const":"free"""")
        assertThat(SchemaWriter.outline(Customer::class.java)).isEqualTo("object\n  name: string\n  street: nullable string\n")
        assertThat(SchemaWriter.outline(Posted::class.java)).isEqualTo("object\n  link: nullable string\n  text: string\n")
    }

    @ParameterizedTest
    @MethodSource("refused")
    fun what_could_not_be_read_back_is_refused_when_it_is_registered(type: Class<*>, why: String) {
        assertThatThrownBy { types(type) }
            .isInstanceOf(IllegalArgumentException::class.java)
            .hasMessageStartingWith("test.data.v1 (${type.name}) could be written and never be read back")
            .hasMessageContaining(why)
    }

    private fun encode(data: Any) = platform(data.javaClass).let { it.codec().encode(it.events().of(data)) }

    private fun read(json: String, type: Class<*>): Any = StateCodec.of().decode(json.toByteArray(), type)

    private fun <T : Any> stored(state: T, type: Class<T>): T =
        StateCodec.of().stored(type).let { it.read(it.write(state)) }

    companion object {
        private fun types(type: Class<*>) = TypeRegistry.builder().add("test.data", 1, type).build()

        private fun platform(type: Class<*>) = InMemoryPlatform.of("/test", types(type))

        @JvmStatic
        fun withoutName() = listOf(
            arrayOf("""{"street":"Main St"}""", Customer::class.java, "at name: it is missing"),
            arrayOf("""{"name":null}""", Customer::class.java, "name"),
            arrayOf("""{"link":"x"}""", Posted::class.java, "at text: it is missing"),
            arrayOf("""{"text":null}""", Posted::class.java, "text"),
        )

        @JvmStatic
        fun refused() = listOf(
            arrayOf(Plain::class.java, "is neither a data class nor a data object: make it one"),
            arrayOf(WithValueClasses::class.java, "'ids' of io.triskel.kotlin.WithValueClasses has the value class io.triskel.kotlin.Id"),
            arrayOf(WithNote::class.java, "has the value class io.triskel.kotlin.Note"),
            arrayOf(WithNested::class.java, "has the value class io.triskel.kotlin.Id"),
            arrayOf(WithNullableSeat::class.java, "has the value class io.triskel.kotlin.Seat"),
            arrayOf(SeatAmongTooMany::class.java, "must have at most 64 properties, not 65"),
            arrayOf(WithDuration::class.java, "has the value class kotlin.time.Duration"),
            arrayOf(WithUnsigned::class.java, "has the value class kotlin.UInt"),
            arrayOf(WithNulls::class.java, "'all' of io.triskel.kotlin.WithNulls may hold null in a type argument"),
            arrayOf(WithDeepNulls::class.java, "'all' of io.triskel.kotlin.WithDeepNulls may hold null in a type argument"),
            arrayOf(RecordWithNulls::class.java, "'all' of io.triskel.kotlin.RecordWithNulls may hold null in a type argument"),
            arrayOf(WithState::class.java, "keeps 'twice' outside its primary constructor"),
            arrayOf(WithLazy::class.java, "keeps 'twice' outside its primary constructor"),
            arrayOf(Inheriting::class.java, "keeps 'kept' outside its primary constructor"),
            arrayOf(WithTransient::class.java, "does not keep its transient 'cache': remove @Transient"),
            arrayOf(WithAny::class.java, "at it: an Object may be anything"),
            arrayOf(WithFunction::class.java, "at it: kotlin.jvm.functions.Function0 is open"),
            arrayOf(WithPlain::class.java, "at it.inner: io.triskel.kotlin.Plain is neither a data class"),
            arrayOf(WithJackson::class.java, "without annotations of Jackson"),
            arrayOf(WithGetter::class.java, "has a @WireName that is not on a field: write @field:WireName"),
            arrayOf(WithParameter::class.java, "has a @WireName that is not on a field: write @field:WireName"),
            arrayOf(WithSeatAndParameter::class.java, "has a @WireName that is not on a field: write @field:WireName"),
            arrayOf(TwiceNamed::class.java, "has the name 'a' twice"),
            arrayOf(Unnamed::class.java, "io.triskel.kotlin.Unnamed\$One has no name of its own"),
        )
    }
}
