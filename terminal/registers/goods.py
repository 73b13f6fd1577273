"""Customers and products as rows, and rows as customers and products."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Customer, Product
from domain.errors import UnknownThing
from terminal.registers.rows import CustomerRow, ProductRow


def customers(db: Db) -> Iterator[CustomerRow]:
    """Yield every customer, by code."""
    for one in db.scalars(select(Customer).order_by(Customer.code)):
        yield CustomerRow(one.code, one.name, one.retired)


def write_customer(db: Db, row: CustomerRow) -> None:
    """Add a customer, or change the one of this code."""
    customer = db.scalar(select(Customer).where(Customer.code == row.code))
    if customer is None:
        customer = Customer(code=row.code, name=row.name)
        db.add(customer)
    customer.name, customer.retired = row.name, row.retired


def products(db: Db) -> Iterator[ProductRow]:
    """Yield every product, by code."""
    query = select(Product, Customer.code).join(
        Customer, Customer.id == Product.customer_id, isouter=True
    )
    for one, customer in db.execute(query.order_by(Product.code)):
        yield ProductRow(
            code=one.code,
            name=one.name,
            customer=customer or "",
            packing=one.packing,
            pieces_per_box=one.pieces_per_box,
            boards_per_panel=one.boards_per_panel,
            serials=one.serials,
            part_number=one.part_number,
            label=one.label,
            retired=one.retired,
        )


def write_product(db: Db, row: ProductRow) -> None:
    """Add a product, or change the one of this code; its customer must be registered."""
    customer = db.scalar(select(Customer.id).where(Customer.code == row.customer))
    if row.customer and customer is None:
        raise UnknownThing(kind="customer", name=row.customer[:40])
    product = db.scalar(select(Product).where(Product.code == row.code))
    if product is None:
        product = Product(code=row.code, name=row.name)
        db.add(product)
    product.name, product.customer_id = row.name, customer
    product.packing, product.pieces_per_box = row.packing, row.pieces_per_box
    product.boards_per_panel, product.serials = row.boards_per_panel, row.serials
    product.part_number, product.label = row.part_number, row.label
    product.retired = row.retired
