"""The Streamlit application. It is not built yet; `lexstemma ui` is offered when it is."""
