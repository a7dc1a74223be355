"""What Marquez answers to those who read it, below `/marquez/api/v1/`: its clients list what runs told, as is public.

Nothing is written this way. Shapes follow the OpenAPI document of Marquez; what is not known is null.
"""
