package io.triskel.kotlin

import com.fasterxml.jackson.annotation.JsonCreator
import com.fasterxml.jackson.annotation.JsonValue
import io.triskel.event.WireName
import io.triskel.personal.Personal
import java.math.BigDecimal
import java.time.Instant

/** Every shape of data that is supported. */
data class OrderPlaced(
    val order: OrderId,
    val seat: Seat,
    val voucher: Voucher?,
    val customer: Personal<Customer>,
    val lines: List<Line>,
    val payment: Payment,
    val discounts: Map<String, BigDecimal>,
    val isGift: Boolean,
    val tags: Set<Tag> = setOf(),
    val note: String? = "none",
    @field:WireName("level") val floor: Int?,
    @WireName("at") val placedAt: Instant,
) {
    val total: BigDecimal get() = lines.sumOf { it.price }

    fun getReady() = "not data"

    companion object {
        const val LIMIT = 100
    }
}

/** One text in JSON. */
data class OrderId @JsonCreator(mode = JsonCreator.Mode.DELEGATING) constructor(@get:JsonValue val value: String) {
    init {
        require(value.isNotBlank()) { "an order has an id" }
    }
}

data class Customer(val name: String, val street: String?)

data class Line(val product: String, var quantity: Int, val price: BigDecimal, private val shelf: Pair<Int, String>?)

enum class Tag { NEW, @WireName("vip") IMPORTANT }

sealed interface Payment {
    @WireName("card")
    data class Card(val last4: String) : Payment

    @WireName("free")
    data object Free : Payment
}

sealed class Shipping {
    abstract val order: String

    @WireName("parcel")
    data class Parcel(override val order: String, val next: Shipping?) : Shipping()

    @WireName("pickup")
    data class Pickup(override val order: String) : Shipping()
}

data class Page<T>(val items: List<T>, val last: T?)

data class Pages(val lines: Page<Customer>)

@JvmRecord
data class Posted(val text: String, val link: String?)

/** More properties than are read directly. */
data class Wide(
    val p0: Int, val p1: Int, val p2: Int, val p3: Int, val p4: Int, val p5: Int, val p6: Int, val p7: Int, val p8: Int, val p9: Int,
    val p10: Int, val p11: Int, val p12: Int, val p13: Int, val p14: Int, val p15: Int, val p16: Int, val p17: Int, val p18: Int, val p19: Int,
    val p20: Int, val p21: Int, val p22: Int, val p23: Int, val p24: Int, val p25: Int, val p26: Int, val p27: Int, val p28: Int, val p29: Int,
    val p30: Int, val p31: Int, val p32: Int, val p33: Int, val p34: Int, val p35: Int, val p36: Int, val p37: Int, val p38: Int, val p39: Int,
    val p40: Int, val p41: Int, val p42: Int, val p43: Int, val p44: Int, val p45: Int, val p46: Int, val p47: Int, val p48: Int, val p49: Int,
    val p50: Int, val p51: Int, val p52: Int, val p53: Int, val p54: Int, val p55: Int, val p56: Int, val p57: Int, val p58: Int, val p59: Int,
    val p60: Int, val p61: Int, val p62: Int, val p63: Int, val p64: Int, val p65: Int, val p66: Int, val p67: Int, val p68: Int, val p69: Int,
    val last: String?,
)

@JvmInline
value class Seat(val number: Int) {
    init {
        require(number > 0) { "seats are numbered from 1" }
    }
}

@JvmInline
value class Voucher(private val code: String)

data class Taken(val seat: Seat, val voucher: Voucher?)

/** As many properties as may be next to a value class. */
data class SeatAmongMany(
    val p0: Int, val p1: Int, val p2: Int, val p3: Int, val p4: Int, val p5: Int, val p6: Int, val p7: Int, val p8: Int, val p9: Int,
    val p10: Int, val p11: Int, val p12: Int, val p13: Int, val p14: Int, val p15: Int, val p16: Int, val p17: Int, val p18: Int, val p19: Int,
    val p20: Int, val p21: Int, val p22: Int, val p23: Int, val p24: Int, val p25: Int, val p26: Int, val p27: Int, val p28: Int, val p29: Int,
    val p30: Int, val p31: Int, val p32: Int, val p33: Int, val p34: Int, val p35: Int, val p36: Int, val p37: Int, val p38: Int, val p39: Int,
    val p40: Int, val p41: Int, val p42: Int, val p43: Int, val p44: Int, val p45: Int, val p46: Int, val p47: Int, val p48: Int, val p49: Int,
    val p50: Int, val p51: Int, val p52: Int, val p53: Int, val p54: Int, val p55: Int, val p56: Int, val p57: Int, val p58: Int, val p59: Int,
    val p60: Int, val p61: Int, val p62: Int,
    val seat: Seat,
)
