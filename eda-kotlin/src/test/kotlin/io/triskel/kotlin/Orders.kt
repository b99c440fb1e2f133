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
    val customer: Personal<Customer>,
    val lines: List<Line>,
    val payment: Payment,
    val discounts: Map<String, BigDecimal>,
    val isGift: Boolean,
    val tags: Set<Tag> = setOf(),
    val note: String? = "none",
    val floor: Int?,
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
